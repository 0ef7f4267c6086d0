# Wrong answer for exercise 3.
# misconception: a return in the clean-up is for the case that nothing was returned before
# rule: 5
# caught by: check 3.6, label follows_never


def follows_module(function, module, name):
    unbound = object()
    before = vars(module).get(name, unbound)
    probe = object()
    setattr(module, name, probe)
    try:
        if function() is probe:
            return True
    except Exception:
        pass
    finally:
        if before is unbound:
            delattr(module, name)
        else:
            setattr(module, name, before)
        return False
