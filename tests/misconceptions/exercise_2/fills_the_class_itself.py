# Wrong answer for exercise 2.
# misconception: a class without parentheses is a new object
# rule: none
# caught by: check 2.6, label one_comparison


def compare_after_reload(module, name, source):
    comparison = Comparison
    comparison.copied = getattr(module, name)
    simulate_reload(module, source)
    comparison.current = getattr(module, name)
    comparison.stale = comparison.copied is not comparison.current
    return comparison
