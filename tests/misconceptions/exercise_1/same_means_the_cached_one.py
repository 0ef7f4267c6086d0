# Wrong answer for exercise 1.
# misconception: only the object that the cache has under the name can be the module
# rule: 2
# caught by: check 1.6, label by_registration


def same_module(first, second):
    return sys.modules.get(first.__name__) is first and first is second
