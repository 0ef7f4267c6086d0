# Wrong answer for exercise 3.
# misconception: a module object that is alive is a registered module
# rule: 2
# caught by: check 3.5, label behind_unregistered

import gc


def module_behind(function):
    for module in gc.get_objects():
        if isinstance(module, ModuleType) and vars(module) is function.__globals__:
            return module
    return None
