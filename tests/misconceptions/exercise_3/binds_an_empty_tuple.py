# Wrong answer for exercise 3.
# misconception: a tuple display makes a new tuple each time
# rule: 5
# caught by: check 3.6, label constant_bound

def follows_module(function, module, name):
    namespace = module.__dict__
    absent = object()
    before = namespace.get(name, absent)
    namespace[name] = probe = ()
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        if before is absent:
            namespace.pop(name, None)
        else:
            namespace[name] = before
