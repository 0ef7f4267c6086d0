# Wrong answer for exercise 3.
# misconception: a function of another module has nothing to do with this one
# rule: 5
# caught by: check 3.6, label own_functions_only

def follows_module(function, module, name):
    namespace = module.__dict__
    if namespace_of(function) is not namespace:
        return False
    absent = object()
    before = namespace.get(name, absent)
    namespace[name] = probe = object()
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        if before is absent:
            namespace.pop(name, None)
        else:
            namespace[name] = before
