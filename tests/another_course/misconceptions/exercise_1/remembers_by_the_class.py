# Wrong answer for exercise 1.
# misconception: all instances of a class hold the same
# rule: 2
# caught by: check 1.2, label remembers_names


_NAMES = {}


def own_names(instance):
    return _NAMES.setdefault(type(instance), sorted(instance.__dict__))
