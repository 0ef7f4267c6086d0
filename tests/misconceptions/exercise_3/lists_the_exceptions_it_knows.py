# Wrong answer for exercise 3.
# misconception: every exception that a call can raise is one of a short list
# rule: none
# caught by: check 3.6, label experiment_fragile


def follows_module(function: FunctionType, module: ModuleType, name: str) -> bool:
    namespace = vars(module)
    probe, unbound = object(), object()
    before = namespace.get(name, unbound)
    namespace[name] = probe
    try:
        return function() is probe
    except (NameError, TypeError, AttributeError, ValueError, RuntimeError):
        return False
    finally:
        if before is unbound:
            del namespace[name]
        else:
            namespace[name] = before
