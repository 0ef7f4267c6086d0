# Wrong answer for exercise 3.
# misconception: only functions of a module can depend on its names
# rule: 5
# caught by: check 3.6, label own_functions_only

def follows_module(function, module, name):
    namespace = module.__dict__
    absent = object()
    before = namespace.get(name, absent)
    namespace[name] = probe = object()
    try:
        return function.__globals__ is namespace and function() is probe
    except Exception:
        return False
    finally:
        if before is absent:
            namespace.pop(name, None)
        else:
            namespace[name] = before
