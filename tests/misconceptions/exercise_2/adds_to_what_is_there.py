# Wrong answer for exercise 2.
# misconception: a reload adds to the values that are there
# rule: 5
# caught by: check 2.2, label none


def simulate_reload(module, source):
    before = dict(module.__dict__)
    exec(source, module.__dict__)
    for key, old in before.items():
        new = module.__dict__.get(key)
        if type(old) is type(new) is list and new is not old:
            module.__dict__[key] = old + new
    return module
