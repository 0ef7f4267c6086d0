# Wrong answer for exercise 3.
# misconception: code after the call runs in any case
# rule: 5
# caught by: check 3.7, label not_restored_after_error


def follows_module(function, module, name):
    namespace = module.__dict__
    absent = object()
    before = namespace.get(name, absent)
    probe = object()
    namespace[name] = probe
    try:
        seen = function()
    except Exception:
        return False
    if before is absent:
        del namespace[name]
    else:
        namespace[name] = before
    return seen is probe
