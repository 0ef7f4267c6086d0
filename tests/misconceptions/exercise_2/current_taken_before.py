# Wrong answer for exercise 2.
# misconception: a variable that was set from module.name follows module.name
# rule: 3
# caught by: check 2.6, label current_from_before


def compare_after_reload(module, name, source):
    copied = current = getattr(module, name)
    simulate_reload(module, source)
    return Comparison(copied, current, getattr(module, name) is not copied)
