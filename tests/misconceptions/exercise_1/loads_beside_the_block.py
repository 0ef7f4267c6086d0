# Wrong answer for exercise 1.
# misconception: None means: not loaded yet
# rule: 2
# caught by: check 1.5, label block_ignored

import importlib.machinery
import importlib.util


def import_back(name):
    if name in sys.modules and sys.modules[name] is None:
        spec = importlib.machinery.PathFinder.find_spec(name)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    return importlib.import_module(name)
