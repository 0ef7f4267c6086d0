# Wrong answer for exercise 1.
# misconception: a list finds the object that it is asked for
# rule: 2
# caught by: check 1.6, label by_identity_or_equality

def same_module(first, second):
    return [first, first].count(second) == 2
