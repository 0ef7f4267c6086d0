# Wrong answer for exercise 1.
# misconception: a set keeps objects apart by identity
# rule: 2
# caught by: check 1.6, label by_hash


def same_module(first, second):
    return len({first, second}) == 1
