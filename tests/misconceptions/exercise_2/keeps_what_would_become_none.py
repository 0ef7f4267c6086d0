# Wrong answer for exercise 2.
# misconception: a text that binds None means that nothing new is known
# rule: 5
# caught by: check 2.2, label none


def simulate_reload(module, source):
    before = dict(vars(module))
    exec(source, vars(module))
    for name, value in before.items():
        if vars(module)[name] is None:
            vars(module)[name] = value
    return module
