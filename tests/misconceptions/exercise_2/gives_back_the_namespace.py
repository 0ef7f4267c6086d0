# Wrong answer for exercise 2.
# misconception: the namespace is what a reload gives
# rule: none
# caught by: check 2.1, label none


def simulate_reload(module, source):
    exec(source, module.__dict__)
    return module.__dict__
