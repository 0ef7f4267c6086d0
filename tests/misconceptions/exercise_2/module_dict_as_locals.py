# Wrong answer for exercise 2.
# misconception: locals are where names go, so the globals do not matter
# rule: 5
# caught by: check 2.2, label functions_elsewhere


def simulate_reload(module, source):
    exec(source, {}, module.__dict__)
    return module
