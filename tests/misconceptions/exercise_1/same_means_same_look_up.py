# Wrong answer for exercise 1.
# misconception: two modules are one where sys.modules gives the same for their names
# rule: 2
# caught by: check 1.6, label by_registration


def same_module(first, second):
    return sys.modules.get(first.__name__) is sys.modules.get(second.__name__)
