# Wrong answer for exercise 2.
# misconception: an attribute of the class belongs to each object
# rule: none
# caught by: check 2.6, label one_comparison

def compare_after_reload(module, name, source):
    Comparison.copied = getattr(module, name)
    simulate_reload(module, source)
    Comparison.current = getattr(module, name)
    Comparison.stale = Comparison.copied is not Comparison.current
    return Comparison.__new__(Comparison)
