# Wrong answer for exercise 1.
# misconception: a module is imported when it is registered; its code can wait
# rule: 4
# caught by: check 1.5, label none

import importlib.util


def import_back(name):
    if name in sys.modules:
        return importlib.import_module(name)
    spec = importlib.util.find_spec(name)
    if spec is None:
        return importlib.import_module(name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
