# Wrong answer for exercise 2.
# misconception: what is current is what stands in the text
# rule: 3
# caught by: check 2.6, label none


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    return Comparison(copied, source, name in source)
