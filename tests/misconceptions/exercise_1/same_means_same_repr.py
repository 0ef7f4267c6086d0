# Wrong answer for exercise 1.
# misconception: what prints alike is alike
# rule: 2
# caught by: check 1.6, label by_name


def same_module(first, second):
    return repr(first) == repr(second)
