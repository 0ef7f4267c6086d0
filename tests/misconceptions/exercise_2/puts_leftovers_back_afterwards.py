# Wrong answer for exercise 2.
# misconception: old names have to be there after a reload, not while it runs
# rule: 1
# caught by: check 2.3, label cleared_while_running

def simulate_reload(module, source):
    before = dict(module.__dict__)
    log = [value for value in before.values() if callable(value)]
    module.__dict__.clear()
    # what the text calls has to be there
    module.__dict__.update({name: value for name, value in before.items() if value in log})
    try:
        exec(source, module.__dict__)
    finally:
        for name, value in before.items():
            module.__dict__.setdefault(name, value)
    return module
