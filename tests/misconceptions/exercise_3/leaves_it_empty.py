# Wrong answer for exercise 3.
# misconception: a name is cleared by binding it to None
# rule: 5
# caught by: check 3.7, label none


def follows_module(function, module, name):
    probe = object()
    setattr(module, name, probe)
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        setattr(module, name, None)
