# Wrong answer for exercise 1.
# misconception: two modules with the same contents are one module
# rule: 2
# caught by: check 1.6, label by_contents


def same_module(first, second):
    return vars(first) == vars(second)
