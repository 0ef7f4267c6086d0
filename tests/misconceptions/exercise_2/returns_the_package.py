# Wrong answer for exercise 2.
# misconception: the first part of a dotted name is the module
# rule: 2
# caught by: check 2.1, label package_for_module

import sys


def simulate_reload(module, source):
    exec(source, vars(module))
    top = module.__name__.split(".")[0]
    return module if top == module.__name__ else sys.modules.get(top, module)
