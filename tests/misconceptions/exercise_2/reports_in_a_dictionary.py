# Wrong answer for exercise 2.
# misconception: a dictionary with the three names is a comparison
# rule: none
# caught by: check 2.6, label none


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return {"copied": copied, "current": current, "stale": copied is not current}
