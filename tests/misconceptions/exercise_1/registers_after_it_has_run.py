# Wrong answer for exercise 1.
# misconception: a module is registered when it is complete
# rule: 2
# caught by: check 1.5, label registered_after_running

import importlib.util


def import_back(name):
    if name in sys.modules:
        return importlib.import_module(name)
    spec = importlib.util.find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[name] = module
    return module
