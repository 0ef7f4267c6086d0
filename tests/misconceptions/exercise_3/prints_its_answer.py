# Wrong answer for exercise 3.
# misconception: what is printed is handed to the caller
# rule: none
# caught by: check 3.6, label returned_none

def follows_module(function, module, name):
    namespace = module.__dict__
    absent = object()
    before = namespace.get(name, absent)
    namespace[name] = probe = object()
    try:
        print(function() is probe)
    except Exception:
        print(False)
    finally:
        if before is absent:
            namespace.pop(name, None)
        else:
            namespace[name] = before
