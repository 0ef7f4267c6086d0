# Wrong answer for exercise 1.
# misconception: to import is to find a spec, make a module from it and run it, each time
# rule: 2
# caught by: check 1.4, label built_from_spec

import importlib.util


def import_back(name):
    spec = importlib.util.find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
