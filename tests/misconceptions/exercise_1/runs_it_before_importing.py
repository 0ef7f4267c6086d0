# Wrong answer for exercise 1.
# misconception: a file is run first and imported afterwards
# rule: 4
# caught by: check 1.5, label ran_again

import runpy


def import_back(name):
    if name not in sys.modules:
        runpy.run_module(name)
    return importlib.import_module(name)
