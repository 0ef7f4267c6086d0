# Wrong answer for exercise 1.
# misconception: an empty module keeps the place while the code runs
# rule: 2
# caught by: check 1.5, label none

import importlib.util
import types


def import_back(name):
    if name in sys.modules:
        return importlib.import_module(name)
    spec = importlib.util.find_spec(name)
    if spec is None:
        return importlib.import_module(name)
    sys.modules[name] = types.ModuleType(name)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    sys.modules[name] = module
    return module
