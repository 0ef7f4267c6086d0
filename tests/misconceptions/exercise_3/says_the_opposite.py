# Wrong answer for exercise 3.
# misconception: True stands for “something else came back”
# rule: 5
# caught by: check 3.6, label follow_inverted


def follows_module(function: FunctionType, module: ModuleType, name: str) -> bool:
    namespace = vars(module)
    probe, unbound = object(), object()
    before = namespace.get(name, unbound)
    namespace[name] = probe
    try:
        return function() is not probe
    except Exception:
        return False
    finally:
        if before is unbound:
            del namespace[name]
        else:
            namespace[name] = before
