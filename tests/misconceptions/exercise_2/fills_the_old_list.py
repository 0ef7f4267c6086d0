# Wrong answer for exercise 2.
# misconception: a reload changes the objects, so that every name for them sees it
# rule: 3
# caught by: check 2.2, label updated_in_place

def simulate_reload(module, source):
    before = dict(module.__dict__)
    exec(source, module.__dict__)
    for name, old in before.items():
        new = module.__dict__.get(name)
        if type(new) is type(old) is list and new is not old:
            old[:] = new
            module.__dict__[name] = old
    return module
