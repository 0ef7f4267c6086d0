# Wrong answer for exercise 2.
# misconception: a name that is bound to None or to nothing is as good as unbound
# rule: 1
# caught by: check 2.3, label empty_values_dropped

def simulate_reload(module, source):
    before = dict(module.__dict__)
    exec(source, module.__dict__)
    for name in [name for name, value in before.items() if not (value or name.startswith("__"))]:
        if not module.__dict__[name]:
            del module.__dict__[name]
    return module
