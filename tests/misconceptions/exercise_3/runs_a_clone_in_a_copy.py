# Wrong answer for exercise 3.
# misconception: a copy of the function in a copy of the module says what the function does
# rule: 5
# caught by: check 3.6, label experiment_on_own_globals


def follows_module(function, module, name):
    probe = object()
    space = {**vars(module), name: probe}
    clone = FunctionType(
        function.__code__, space, "clone", function.__defaults__, function.__closure__
    )
    clone.__kwdefaults__ = function.__kwdefaults__
    try:
        return clone() is probe
    except Exception:
        return False
