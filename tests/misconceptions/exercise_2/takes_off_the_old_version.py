# Wrong answer for exercise 2.
# misconception: a new text has no version yet
# rule: 1
# caught by: check 2.3, label none


def simulate_reload(module, source):
    module.__dict__.pop("__version__", None)
    exec(source, module.__dict__)
    return module
