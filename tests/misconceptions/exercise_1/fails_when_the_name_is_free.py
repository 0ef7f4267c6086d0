# Wrong answer for exercise 1.
# misconception: a module that I hold is always registered
# rule: 2
# caught by: check 1.8, label raised_when_free


def forget(module):
    if sys.modules[module.__name__] is module:
        del sys.modules[module.__name__]
