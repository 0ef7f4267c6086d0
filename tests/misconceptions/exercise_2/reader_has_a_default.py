# Wrong answer for exercise 2.
# misconception: a value that counts as false is replaced by a default
# rule: 3
# caught by: check 2.8, label none


def make_reader(module, name):
    return lambda: getattr(module, name) or "nothing"
