# Wrong answer for exercise 2.
# misconception: None on either side means that there is nothing to compare
# rule: 3
# caught by: check 2.7, label stale_without_none

def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    if copied is None or current is None:
        return Comparison(copied, current, False)
    return Comparison(copied, current, copied is not current)
