# Wrong answer for exercise 1.
# misconception: one name and the same values: that must be one object
# rule: 2
# caught by: check 1.6, label by_contents


def same_module(first, second):
    return first.__name__ == second.__name__ and first.__dict__ == second.__dict__
