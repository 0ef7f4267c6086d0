# Wrong answer for exercise 1.
# misconception: a backup entry beside the real one keeps the module alive
# rule: 2
# caught by: check 1.3, label extra_keys

import importlib.machinery
import importlib.util
import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    spec = importlib.machinery.ModuleSpec("json." + name, None)
    sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    return module
