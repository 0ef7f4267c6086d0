# Wrong answer for exercise 3.
# misconception: module and sys.modules[module.__name__] are two words for one thing
# rule: 2
# caught by: check 3.6, label experiment_by_name


def follows_module(function, module, name):
    registered = sys.modules.get(module.__name__)
    if registered is None:
        return False
    namespace = registered.__dict__
    absent = object()
    before = namespace.get(name, absent)
    probe = object()
    namespace[name] = probe
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        if before is absent:
            del namespace[name]
        else:
            namespace[name] = before
