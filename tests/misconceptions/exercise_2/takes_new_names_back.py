# Wrong answer for exercise 2.
# misconception: when a reload fails, the names that it bound go away again
# rule: 4
# caught by: check 2.5, label rolled_back


def simulate_reload(module, source):
    before = set(module.__dict__)
    try:
        exec(source, module.__dict__)
    except Exception:
        for key in set(module.__dict__) - before:
            del module.__dict__[key]
        raise
    return module
