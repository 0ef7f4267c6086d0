# Wrong answer for exercise 2.
# misconception: the copied name is the new one and the module keeps the old
# rule: 3
# caught by: check 2.6, label fields_swapped


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(current, copied, copied is not current)
