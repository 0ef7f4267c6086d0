# Wrong answer for exercise 2.
# misconception: a report that is printed has been given to the caller
# rule: none
# caught by: check 2.6, label returned_none


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    print(Comparison(copied, current, copied is not current))
