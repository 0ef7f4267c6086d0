# Wrong answer for exercise 1.
# misconception: two modules with one name and the same names in them are one
# rule: 2
# caught by: check 1.6, label by_names_in_them


def same_module(first, second):
    return first.__name__ == second.__name__ and first.__dict__.keys() == second.__dict__.keys()
