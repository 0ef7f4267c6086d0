# Wrong answer for exercise 1.
# misconception: the names are the dictionary
# rule: none
# caught by: check 1.1, label none


def own_names(instance):
    return instance.__dict__
