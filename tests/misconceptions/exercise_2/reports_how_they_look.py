# Wrong answer for exercise 2.
# misconception: an object is what it prints
# rule: 3
# caught by: check 2.6, label text_not_objects


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(repr(copied), repr(current), copied is not current)
