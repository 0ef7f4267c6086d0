# Wrong answer for exercise 2.
# misconception: the caller need not know which error it was
# rule: 4
# caught by: check 2.5, label none


def simulate_reload(module, source):
    failed = False
    try:
        exec(source, module.__dict__)
    except Exception:
        failed = True
    if failed:
        raise RuntimeError("the reload failed")
    return module
