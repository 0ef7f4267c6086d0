# Wrong answer for exercise 1.
# misconception: a name with an underscore is not there
# rule: 1
# caught by: check 1.1, label hides_private


def own_names(instance):
    return sorted(name for name in instance.__dict__ if not name.startswith("_"))
