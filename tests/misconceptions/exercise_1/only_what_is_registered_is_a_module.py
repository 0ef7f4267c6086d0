# Wrong answer for exercise 1.
# misconception: an object that no entry holds is no module
# rule: 2
# caught by: check 1.6, label none


def same_module(first, second):
    return any(entry is first for entry in list(sys.modules.values())) and first is second
