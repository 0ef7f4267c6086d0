# Wrong answer for exercise 1.
# misconception: a filtered copy of sys.modules is sys.modules
# rule: 2
# caught by: check 1.8, label sys_modules_rebound


def forget(module):
    sys.modules = {
        key: value
        for key, value in sys.modules.items()
        if not (key == module.__name__ and value is module)
    }
