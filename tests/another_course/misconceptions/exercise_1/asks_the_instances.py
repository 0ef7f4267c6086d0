# Wrong answer for exercise 1.
# misconception: one dictionary has one owner
# rule: 2
# caught by: check 1.4, label compared_the_instances


def shares_state(first, second):
    return first is second
