# Wrong answer for exercise 3.
# misconception: a name that the function deleted needs no restoring
# rule: 5
# caught by: check 3.7, label restored_unless_changed

def follows_module(function, module, name):
    namespace = module.__dict__
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
        elif name in namespace:
            namespace[name] = before
