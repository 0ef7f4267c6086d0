# Wrong answer for exercise 1.
# misconception: what dir() lists is what a module is
# rule: 2
# caught by: check 1.6, label by_names_in_them

def same_module(first, second):
    return (first.__name__, dir(first)) == (second.__name__, dir(second))
