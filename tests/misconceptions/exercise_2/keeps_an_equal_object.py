# Wrong answer for exercise 2.
# misconception: an equal object need not be replaced
# rule: none
# caught by: check 2.7, label none


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    if getattr(module, name) == copied:
        setattr(module, name, copied)
    current = getattr(module, name)
    return Comparison(copied, current, copied is not current)
