# Wrong answer for exercise 1.
# misconception: what can be read from an instance lies in it
# rule: 1
# caught by: check 1.1, label counts_the_class


def own_names(instance):
    return [name for name in dir(instance) if not name.startswith("__")]
