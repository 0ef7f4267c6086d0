# Wrong answer for exercise 3.
# misconception: assigning to a module inside a function is local to the function
# rule: 5
# caught by: check 3.7, label not_restored


def follows_module(function, module, name):
    probe = object()
    setattr(module, name, probe)
    try:
        return function() is probe
    except Exception:
        return False
