# Wrong answer for exercise 2.
# misconception: functions that run during a reload see the new names wherever they are kept
# rule: 5
# caught by: check 2.2, label names_in_locals


def simulate_reload(module, source):
    bound = {}
    try:
        exec(source, module.__dict__, bound)
    finally:
        module.__dict__.update(bound)
    return module
