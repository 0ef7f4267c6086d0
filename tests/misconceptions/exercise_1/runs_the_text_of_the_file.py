# Wrong answer for exercise 1.
# misconception: a module is the text of its file, executed
# rule: 2
# caught by: check 1.5, label registered_after_running

import importlib.util
import types


def import_back(name):
    if name not in sys.modules:
        spec = importlib.util.find_spec(name)
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        module = types.ModuleType(name)
        module.__spec__, module.__file__ = spec, spec.origin
        exec(spec.loader.get_code(name), module.__dict__)
        sys.modules[name] = module
    return importlib.import_module(name)
