# Wrong answer for exercise 2.
# misconception: the first part of a dotted name is the module
# rule: 2
# caught by: check 2.8, label package_for_module

import sys


def make_reader(module, name):
    top, dot, _ = module.__name__.partition(".")
    holder = sys.modules.get(top, module) if dot else module
    return lambda: vars(holder)[name]
