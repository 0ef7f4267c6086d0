# Wrong answer for exercise 2.
# misconception: arguments find their parameters by name, in whatever order the def has them
# rule: none
# caught by: check 2.1, label parameters_in_another_order


def simulate_reload(source, module):
    exec(source, module.__dict__)
    return module
