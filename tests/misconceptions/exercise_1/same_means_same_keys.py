# Wrong answer for exercise 1.
# misconception: a module is the set of its keys in sys.modules
# rule: 2
# caught by: check 1.6, label none


def same_module(first, second):
    def keys(module):
        return [key for key, entry in list(sys.modules.items()) if entry is module]

    return keys(first) == keys(second)
