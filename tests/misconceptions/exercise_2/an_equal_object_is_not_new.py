# Wrong answer for exercise 2.
# misconception: a name that is bound to an equal object has not changed
# rule: none
# caught by: check 2.7, label none


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    if type(current) is type(copied) and current == copied:
        setattr(module, name, copied)
    return Comparison(copied, current, copied is not current)
