# Wrong answer for exercise 2.
# misconception: an equal object is the same object
# rule: 3
# caught by: check 2.7, label stale_by_equality


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, copied != current)
