# Wrong answer for exercise 2.
# misconception: a second reload makes sure that the first one took effect
# rule: 4
# caught by: check 2.6, label none

def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(simulate_reload(module, source), name)
    return Comparison(copied, current, copied is not current)
