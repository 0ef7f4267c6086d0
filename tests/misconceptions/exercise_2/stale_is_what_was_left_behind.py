# Wrong answer for exercise 2.
# misconception: the object that was left behind is as good as True
# rule: none
# caught by: check 2.7, label none


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, copied if copied is not current else None)
