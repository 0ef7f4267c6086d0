# Wrong answer for exercise 2.
# misconception: functions are code, and only values are reloaded
# rule: 5
# caught by: check 2.2, label none


def simulate_reload(module, source):
    space = module.__dict__
    before = dict(space)
    exec(source, space)
    for key in [key for key, value in space.items() if callable(value) and key not in before]:
        del space[key]
    return module
