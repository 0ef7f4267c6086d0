# Wrong answer for exercise 2.
# misconception: a closure looks the value up in the module again
# rule: 3
# caught by: check 2.8, label reader_captured


def make_reader(module, name):
    value = getattr(module, name, None)
    return lambda: value
