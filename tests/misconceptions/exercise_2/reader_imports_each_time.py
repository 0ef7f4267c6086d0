# Wrong answer for exercise 2.
# misconception: importing in the reader gives the current module
# rule: 2
# caught by: check 2.8, label reader_by_name

import importlib


def make_reader(module, name):
    return lambda: vars(importlib.import_module(module.__name__))[name]
