# Wrong answer for exercise 2.
# misconception: a copy of the namespace is the namespace
# rule: 5
# caught by: check 2.2, label ran_in_another_dictionary


def simulate_reload(module, source):
    exec(source, module.__dict__.copy())
    return module
