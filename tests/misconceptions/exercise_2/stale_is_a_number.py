# Wrong answer for exercise 2.
# misconception: what counts as true is True
# rule: none
# caught by: check 2.7, label none


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, len({id(copied), id(current)}) - 1)
