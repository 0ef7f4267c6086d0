# Wrong answer for exercise 1.
# misconception: instances of one class share what they hold
# rule: 2
# caught by: check 1.4, label compared_by_class


def shares_state(first, second):
    return type(first) is type(second)
