# Wrong answer for exercise 1.
# misconception: what an instance held once, it holds for ever
# rule: 2
# caught by: check 1.2, label remembers_names


_NAMES = {}


def own_names(instance):
    return _NAMES.setdefault(id(instance), sorted(instance.__dict__))
