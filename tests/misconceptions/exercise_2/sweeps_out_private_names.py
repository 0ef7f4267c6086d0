# Wrong answer for exercise 2.
# misconception: private names do not survive a reload
# rule: 1
# caught by: check 2.3, label leftovers_dropped


def simulate_reload(module, source):
    code = compile(source, "<reload>", "exec", dont_inherit=True)
    exec(code, module.__dict__)
    for key in list(module.__dict__):
        if key.startswith("_") and not key.startswith("__") and key not in code.co_names:
            del module.__dict__[key]
    return module
