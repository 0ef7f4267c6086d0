# Wrong answer for exercise 3.
# misconception: the wrapper hands on what the function inside returns
# rule: 5
# caught by: check 3.6, label verdict_on_the_wrapped

import inspect


def follows_module(function, module, name):
    namespace = module.__dict__
    absent = object()
    before = namespace.get(name, absent)
    namespace[name] = probe = object()
    try:
        return inspect.unwrap(function)() is probe
    except Exception:
        return False
    finally:
        if before is absent:
            namespace.pop(name, None)
        else:
            namespace[name] = before
