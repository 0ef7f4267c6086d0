# Wrong answer for exercise 3.
# misconception: a name that is bound to None was not bound
# rule: 5
# caught by: check 3.7, label removed_a_name


def follows_module(function, module, name):
    before = getattr(module, name, None)
    probe = object()
    setattr(module, name, probe)
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        if before is None:
            delattr(module, name)
        else:
            setattr(module, name, before)
