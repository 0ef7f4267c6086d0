# Wrong answer for exercise 2.
# misconception: stale says that both views agree
# rule: 3
# caught by: check 2.7, label stale_inverted


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, copied is current)
