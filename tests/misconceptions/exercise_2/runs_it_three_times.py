# Wrong answer for exercise 2.
# misconception: one run may miss what another one finds
# rule: 4
# caught by: check 2.4, label none


def simulate_reload(module, source):
    for _ in range(3):
        exec(source, module.__dict__)
    return module
