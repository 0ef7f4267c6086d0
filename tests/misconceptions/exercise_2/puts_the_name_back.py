# Wrong answer for exercise 2.
# misconception: a comparison leaves the module as it was
# rule: 4
# caught by: check 2.6, label put_back

def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    setattr(module, name, copied)
    return Comparison(copied, current, copied is not current)
