# Wrong answer for exercise 2.
# misconception: a name without a value has nothing that could go stale
# rule: 3
# caught by: check 2.7, label stale_without_none

def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, bool(copied) and copied is not current)
