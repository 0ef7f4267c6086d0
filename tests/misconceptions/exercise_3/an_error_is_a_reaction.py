# Wrong answer for exercise 3.
# misconception: a function that fails on my object has looked at it
# rule: 5
# caught by: check 3.6, label raise_counts_as_following


def follows_module(function, module, name):
    namespace = module.__dict__
    absent = object()
    before = namespace.get(name, absent)
    probe = object()
    namespace[name] = probe
    try:
        return function() is probe
    except Exception:
        return True
    finally:
        if before is absent:
            del namespace[name]
        else:
            namespace[name] = before
