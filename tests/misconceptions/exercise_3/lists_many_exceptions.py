# Wrong answer for exercise 3.
# misconception: a long list of exceptions has all of them in it
# rule: none
# caught by: check 3.6, label experiment_fragile


def follows_module(function: FunctionType, module: ModuleType, name: str) -> bool:
    namespace = vars(module)
    probe, unbound = object(), object()
    before = namespace.get(name, unbound)
    namespace[name] = probe
    try:
        return function() is probe
    except (
        ArithmeticError,
        AttributeError,
        ImportError,
        LookupError,
        NameError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
    ):
        return False
    finally:
        if before is unbound:
            del namespace[name]
        else:
            namespace[name] = before
