# Wrong answer for exercise 2.
# misconception: a copy is good as long as the type is the same
# rule: 3
# caught by: check 2.7, label none


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, type(copied) is not type(current))
