# Wrong answer for exercise 3.
# misconception: a name that is bound to None is as good as no name
# rule: 5
# caught by: check 3.7, label name_left_behind


def follows_module(function, module, name):
    before = getattr(module, name, None)
    probe = object()
    setattr(module, name, probe)
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        setattr(module, name, before)
