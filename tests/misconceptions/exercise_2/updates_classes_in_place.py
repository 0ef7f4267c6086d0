# Wrong answer for exercise 2.
# misconception: instances and copies of a class have to learn of its new attributes
# rule: 3
# caught by: check 2.2, label updated_in_place

def simulate_reload(module, source):
    before = dict(module.__dict__)
    exec(source, module.__dict__)
    for name, old in before.items():
        new = module.__dict__.get(name)
        if isinstance(new, type) and isinstance(old, type) and new is not old:
            for key, value in vars(new).items():
                if not key.startswith("__"):
                    setattr(old, key, value)
    return module
