# Wrong answer for exercise 2.
# misconception: showing a value is giving it
# rule: none
# caught by: check 2.8, label returned_none


def make_reader(module, name):
    return lambda: print(getattr(module, name))
