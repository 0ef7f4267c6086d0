# Wrong answer for exercise 2.
# misconception: a name that is bound to None now has no new object
# rule: 3
# caught by: check 2.7, label stale_without_none

def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, current is not None and current is not copied)
