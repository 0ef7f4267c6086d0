# Wrong answer for exercise 2.
# misconception: a copied-out name is its text
# rule: 3
# caught by: check 2.6, label none


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(name, current, copied is not current)
