# Wrong answer for exercise 2.
# misconception: __import__ gives the module of a dotted name
# rule: 2
# caught by: check 2.8, label package_for_module

import sys


def make_reader(module, name):
    def read():
        registered = sys.modules.get(module.__name__) is module
        return getattr(__import__(module.__name__) if registered else module, name)

    return read
