# Wrong answer for exercise 3.
# misconception: what I bound is there until I delete it
# rule: 5
# caught by: check 3.6, label clean_up_expects_the_name

def follows_module(function, module, name):
    had = name in module.__dict__
    before = module.__dict__.get(name)
    probe = object()
    setattr(module, name, probe)
    try:
        try:
            result = function()
        except Exception:
            result = None
    finally:
        delattr(module, name)
        if had:
            setattr(module, name, before)
    return result is probe
