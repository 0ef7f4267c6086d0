# Wrong answer for exercise 3.
# misconception: a function with a default or a closure keeps its values
# rule: 5
# caught by: check 3.6, label none


def follows_module(function, module, name):
    if function.__defaults__ or function.__kwdefaults__ or function.__closure__:
        return False
    unbound, probe = object(), object()
    before = vars(module).get(name, unbound)
    vars(module)[name] = probe
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        vars(module).pop(name) if before is unbound else vars(module).update({name: before})
