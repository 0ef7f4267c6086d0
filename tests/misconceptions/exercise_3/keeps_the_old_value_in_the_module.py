# Wrong answer for exercise 3.
# misconception: what is kept for later is kept where it belongs, in the module
# rule: 5
# caught by: check 3.7, label none


def follows_module(function, module, name):
    probe = object()
    if hasattr(module, name):
        module.kept_for_later = getattr(module, name)
    setattr(module, name, probe)
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        module.__dict__.pop(name, None)
        if hasattr(module, "kept_for_later"):
            setattr(module, name, module.kept_for_later)
