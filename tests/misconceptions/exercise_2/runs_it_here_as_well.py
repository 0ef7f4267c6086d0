# Wrong answer for exercise 2.
# misconception: what the module has must be here too
# rule: 5
# caught by: check 2.2, label none


def simulate_reload(module, source):
    exec(source, globals())
    exec(source, module.__dict__)
    return module
