# Wrong answer for exercise 1.
# misconception: a module that is not called as its key says is another one
# rule: 2
# caught by: check 1.6, label none


def same_module(first, second):
    keys = [key for key, entry in list(sys.modules.items()) if entry is first]
    return first is second and (not keys or first.__name__ in keys)
