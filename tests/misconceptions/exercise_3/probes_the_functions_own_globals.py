# Wrong answer for exercise 3.
# misconception: the name to rebind is the one in function.__globals__, whichever module was asked about
# rule: 5
# caught by: check 3.6, label experiment_on_own_globals


def follows_module(function, module, name):
    namespace = function.__globals__
    absent = object()
    before = namespace.get(name, absent)
    probe = object()
    namespace[name] = probe
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        if before is absent:
            del namespace[name]
        else:
            namespace[name] = before
