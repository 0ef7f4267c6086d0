# Wrong answer for exercise 2.
# misconception: a module lives as long as the program
# rule: none
# caught by: check 2.8, label module_let_go

import weakref


def make_reader(module, name):
    reference = weakref.ref(module)
    return lambda: getattr(reference(), name)
