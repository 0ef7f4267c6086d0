# Wrong answer for exercise 2.
# misconception: None is no value, so a name keeps what it had
# rule: 5
# caught by: check 2.2, label none


def simulate_reload(module, source):
    space = module.__dict__
    before = dict(space)
    exec(source, space)
    for key in [key for key, value in space.items() if value is None]:
        if key in before:
            space[key] = before[key]
        else:
            del space[key]
    return module
