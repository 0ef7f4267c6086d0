# Wrong answer for exercise 2.
# misconception: a dot looks up the parameter's value
# rule: none
# caught by: check 2.8, label name_taken_literally


def make_reader(module, name):
    return lambda: module.name
