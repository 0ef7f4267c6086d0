# Wrong answer for exercise 2.
# misconception: a package has to be found anew when a module in it has changed
# rule: 2
# caught by: check 2.1, label none

import sys


def simulate_reload(module, source):
    exec(source, vars(module))
    package = module.__name__.rpartition(".")[0]
    sys.modules.pop(package, None)
    return module
