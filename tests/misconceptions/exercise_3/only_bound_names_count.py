# Wrong answer for exercise 3.
# misconception: a function cannot follow a name that is not bound yet
# rule: 5
# caught by: check 3.6, label unbound_never_follows


def follows_module(function, module, name):
    if not hasattr(module, name):
        return False
    before = getattr(module, name)
    probe = object()
    setattr(module, name, probe)
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        setattr(module, name, before)
