# Wrong answer for exercise 2.
# misconception: a name is copied out once
# rule: 3
# caught by: check 2.6, label comparison_remembered

_COPIED = {}


def compare_after_reload(module, name, source):
    copied = _COPIED.setdefault((module.__name__, name), getattr(module, name))
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, copied is not current)
