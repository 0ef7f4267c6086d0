# Wrong answer for exercise 2.
# misconception: a reload initialises the module object again
# rule: 1
# caught by: check 2.3, label dunders_reset


def simulate_reload(module, source):
    module.__init__(module.__name__)
    exec(source, module.__dict__)
    return module
