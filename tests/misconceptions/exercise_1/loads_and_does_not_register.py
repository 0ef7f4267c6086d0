# Wrong answer for exercise 1.
# misconception: running a file is importing it
# rule: 2
# caught by: check 1.5, label loaded_unregistered

import importlib.util


def import_back(name):
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
