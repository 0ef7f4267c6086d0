# Wrong answer for exercise 1.
# misconception: a dictionary is in order already
# rule: 1
# caught by: check 1.1, label none


def own_names(instance):
    return list(instance.__dict__)
