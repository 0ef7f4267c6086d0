# Wrong answer for exercise 2.
# misconception: running the top level once more does no harm and settles forward references
# rule: 4
# caught by: check 2.4, label ran_twice


def simulate_reload(module, source):
    exec(source, module.__dict__)
    exec(source, module.__dict__)
    return module
