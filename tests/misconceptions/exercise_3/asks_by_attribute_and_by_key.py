# Wrong answer for exercise 3.
# misconception: `hasattr` says whether the dictionary has the key
# rule: none
# caught by: check 3.6, label experiment_fragile

def follows_module(function, module, name):
    had = hasattr(module, name)
    before = module.__dict__[name] if had else None
    probe = object()
    setattr(module, name, probe)
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        if had:
            setattr(module, name, before)
        else:
            delattr(module, name)
