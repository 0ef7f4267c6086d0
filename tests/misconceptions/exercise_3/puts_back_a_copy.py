# Wrong answer for exercise 3.
# misconception: an equal object in its place is as it was
# rule: 5
# caught by: check 3.7, label restored_a_copy

import copy


def follows_module(function, module, name):
    namespace = module.__dict__
    absent = object()
    before = namespace.get(name, absent)
    probe = object()
    namespace[name] = probe
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        if before is absent:
            del namespace[name]
        else:
            namespace[name] = copy.copy(before)
