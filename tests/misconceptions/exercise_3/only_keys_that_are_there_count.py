# Wrong answer for exercise 3.
# misconception: where the dictionary has no such key there is nothing to follow
# rule: 5
# caught by: check 3.6, label unbound_never_follows


def follows_module(function, module, name):
    namespace = module.__dict__
    if name not in namespace:
        return False
    absent = object()
    before = namespace.get(name, absent)
    namespace[name] = probe = object()
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        if before is absent:
            namespace.pop(name, None)
        else:
            namespace[name] = before
