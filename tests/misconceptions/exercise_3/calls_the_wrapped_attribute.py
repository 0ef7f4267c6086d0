# Wrong answer for exercise 3.
# misconception: `__wrapped__` is the function that was asked about
# rule: 5
# caught by: check 3.6, label verdict_on_the_wrapped

def follows_module(function, module, name):
    namespace = module.__dict__
    absent = object()
    before = namespace.get(name, absent)
    namespace[name] = probe = object()
    try:
        return getattr(function, "__wrapped__", function)() is probe
    except Exception:
        return False
    finally:
        if before is absent:
            namespace.pop(name, None)
        else:
            namespace[name] = before
