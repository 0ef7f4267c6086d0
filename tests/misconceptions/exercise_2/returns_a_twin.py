# Wrong answer for exercise 2.
# misconception: a new object with the same contents is the reloaded module
# rule: 2
# caught by: check 2.1, label new_module


def simulate_reload(module, source):
    exec(source, module.__dict__)
    reloaded = ModuleType(module.__name__)
    reloaded.__dict__.update(module.__dict__)
    return reloaded
