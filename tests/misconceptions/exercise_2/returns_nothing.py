# Wrong answer for exercise 2.
# misconception: the module has changed, so there is nothing to give back
# rule: none
# caught by: check 2.1, label returned_none


def simulate_reload(module, source):
    exec(source, module.__dict__)
