# Wrong answer for exercise 3.
# misconception: one object under all names finds whoever reads any
# rule: 5
# caught by: check 3.6, label none


def follows_module(function, module, name):
    space, probe = vars(module), object()
    before = dict(space)
    space.update({key: probe for key in (*before, name) if not key.startswith("__")})
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        space.clear()
        space.update(before)
