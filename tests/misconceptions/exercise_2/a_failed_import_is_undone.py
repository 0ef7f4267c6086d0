# Wrong answer for exercise 2.
# misconception: after an ImportError the module is as it was
# rule: 4
# caught by: check 2.5, label rolled_back

def simulate_reload(module, source):
    before = dict(module.__dict__)
    try:
        exec(source, module.__dict__)
    except ImportError:
        module.__dict__.clear()
        module.__dict__.update(before)
        raise
    return module
