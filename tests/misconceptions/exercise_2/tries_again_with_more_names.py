# Wrong answer for exercise 2.
# misconception: a text that failed can be run once more
# rule: 4
# caught by: check 2.4, label tried_again


def simulate_reload(module, source):
    try:
        exec(source, module.__dict__)
    except NameError:
        # the name may be one of mine
        exec(source, {**globals(), **module.__dict__}, module.__dict__)
    return module
