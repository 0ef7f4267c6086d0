# Wrong answer for exercise 1.
# misconception: a module that has two keys is two modules
# rule: 2
# caught by: check 1.6, label none


def same_module(first, second):
    keys = [key for key, entry in list(sys.modules.items()) if entry is first]
    return len(keys) == 1 and first is second
