# Wrong answer for exercise 2.
# misconception: what ends up in the module belongs to the module
# rule: 5
# caught by: check 2.2, label functions_elsewhere


def simulate_reload(module, source):
    scratch = dict(module.__dict__)
    try:
        exec(source, scratch)
    finally:
        for key, value in scratch.items():
            setattr(module, key, value)
    return module
