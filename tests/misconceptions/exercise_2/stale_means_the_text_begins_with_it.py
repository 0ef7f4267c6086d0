# Wrong answer for exercise 2.
# misconception: a text that begins with the name is about to bind it
# rule: 3
# caught by: check 2.7, label none


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    return Comparison(copied, getattr(module, name), source.startswith(name))
