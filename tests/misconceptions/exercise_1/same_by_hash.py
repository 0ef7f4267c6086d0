# Wrong answer for exercise 1.
# misconception: objects with one hash are one object
# rule: 2
# caught by: check 1.6, label by_hash


def same_module(first, second):
    return hash(first) == hash(second)
