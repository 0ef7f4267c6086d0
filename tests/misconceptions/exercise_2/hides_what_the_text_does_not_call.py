# Wrong answer for exercise 2.
# misconception: a text needs what it calls, and nothing else of the old namespace
# rule: 1
# caught by: check 2.3, label cleared_while_running

def simulate_reload(module, source):
    hidden = {
        name: module.__dict__.pop(name)
        for name, value in list(module.__dict__.items())
        if not callable(value) and not name.startswith("__") and f"{name} = [" not in source
    }
    try:
        exec(source, module.__dict__)
    finally:
        for name, value in hidden.items():
            module.__dict__.setdefault(name, value)
    return module
