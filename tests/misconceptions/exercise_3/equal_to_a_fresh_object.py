# Wrong answer for exercise 3.
# misconception: nothing but my object can be equal to my object
# rule: 5
# caught by: check 3.6, label verdict_by_equality


def follows_module(function, module, name):
    namespace = module.__dict__
    absent = object()
    before = namespace.get(name, absent)
    probe = object()
    namespace[name] = probe
    try:
        return bool(function() == probe)
    except Exception:
        return False
    finally:
        if before is absent:
            del namespace[name]
        else:
            namespace[name] = before
