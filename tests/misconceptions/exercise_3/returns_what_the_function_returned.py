# Wrong answer for exercise 3.
# misconception: the object that came is as good as True
# rule: 5
# caught by: check 3.6, label follow_not_a_bool


def follows_module(function, module, name):
    unbound, probe = object(), object()
    before = vars(module).get(name, unbound)
    vars(module)[name] = probe
    try:
        return function()
    except Exception:
        return None
    finally:
        vars(module).pop(name) if before is unbound else vars(module).update({name: before})
