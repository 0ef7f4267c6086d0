# Wrong answer for exercise 3.
# misconception: True says that something went wrong
# rule: 5
# caught by: check 3.6, label follow_inverted


def follows_module(function, module, name):
    unbound, probe = object(), object()
    before = vars(module).get(name, unbound)
    vars(module)[name] = probe
    try:
        return function() is not probe
    except Exception:
        return True
    finally:
        vars(module).pop(name) if before is unbound else vars(module).update({name: before})
