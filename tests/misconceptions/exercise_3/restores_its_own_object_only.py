# Wrong answer for exercise 3.
# misconception: what the function bound under the name is to be left alone
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
        if namespace.get(name) is not probe:
            pass
        elif before is absent:
            del namespace[name]
        else:
            namespace[name] = before
