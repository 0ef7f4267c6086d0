# Wrong answer for exercise 1.
# misconception: equal contents are shared contents
# rule: 2
# caught by: check 1.4, label compared_by_equality


def shares_state(first, second):
    return first.__dict__ == second.__dict__
