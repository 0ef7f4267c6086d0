# Wrong answer for exercise 1.
# misconception: a name is taken when it could be imported
# rule: 1
# caught by: check 1.7, label file_takes_the_name

import importlib.util
import types


def _is_taken(name):
    if name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def build_and_register(name, values):
    if _is_taken(name):
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
