# Wrong answer for exercise 2.
# misconception: a value is what is printed for it
# rule: 3
# caught by: check 2.8, label none


def make_reader(module, name):
    return lambda: repr(getattr(module, name))
