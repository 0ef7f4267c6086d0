# Wrong answer for exercise 3.
# misconception: whoever gives the old or the new value knows the name
# rule: 5
# caught by: check 3.6, label none


def follows_module(function, module, name):
    unbound, probe = object(), object()
    before = vars(module).get(name, unbound)
    vars(module)[name] = probe
    try:
        return any(function() is value for value in (probe, before))
    except Exception:
        return False
    finally:
        vars(module).pop(name) if before is unbound else vars(module).update({name: before})
