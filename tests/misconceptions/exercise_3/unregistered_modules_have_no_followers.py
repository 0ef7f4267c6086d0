# Wrong answer for exercise 3.
# misconception: nothing can follow a module that is not registered
# rule: 2
# caught by: check 3.6, label experiment_by_name


def follows_module(function, module, name):
    if module.__name__ not in sys.modules:
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
