# Wrong answer for exercise 2.
# misconception: a module is found by its name
# rule: 2
# caught by: check 2.8, label reader_by_name

import sys


def make_reader(module, name):
    def read():
        return getattr(sys.modules[module.__name__], name)

    return read
