# Wrong answer for exercise 1.
# misconception: every key that leads to the object is its registration
# rule: 2
# caught by: check 1.8, label removed_others


def forget(module):
    for key, value in list(sys.modules.items()):
        if value is module:
            del sys.modules[key]
