# Wrong answer for exercise 3.
# misconception: an unequal result must be my object
# rule: 5
# caught by: check 3.6, label change_counts_as_following


def follows_module(function, module, name):
    namespace = module.__dict__
    absent = object()
    before = namespace.get(name, absent)
    try:
        first = function()
    except Exception:
        first = absent
    namespace[name] = object()
    try:
        return function() != first
    except Exception:
        return False
    finally:
        if before is absent:
            del namespace[name]
        else:
            namespace[name] = before
