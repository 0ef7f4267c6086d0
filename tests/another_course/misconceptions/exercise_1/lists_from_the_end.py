# Wrong answer for exercise 1.
# misconception: the name that is bound last stands first
# rule: 1
# caught by: check 1.1, label none


def own_names(instance):
    return sorted(instance.__dict__, reverse=True)
