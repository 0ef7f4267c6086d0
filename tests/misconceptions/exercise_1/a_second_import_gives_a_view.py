# Wrong answer for exercise 1.
# misconception: who imports a file again gets a module of his own with the same names
# rule: 2
# caught by: check 1.5, label none

import types


def import_back(name):
    loaded = name in sys.modules
    module = importlib.import_module(name)
    if loaded and getattr(module, "__file__", None):
        view = types.ModuleType(name)
        view.__dict__.update(module.__dict__)
        return view
    return module
