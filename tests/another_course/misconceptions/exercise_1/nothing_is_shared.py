# Wrong answer for exercise 1.
# misconception: no instance shares anything
# rule: 2
# caught by: check 1.4, label none


def shares_state(first, second):
    return False
