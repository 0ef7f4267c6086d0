# Wrong answer for exercise 1.
# misconception: a value is its text, so what JSON can carry may go through it
# rule: 5
# caught by: check 1.2, label values_copied

import json
import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    for key, value in values.items():
        try:
            module.__dict__[key] = json.loads(json.dumps(value))
        except TypeError:
            module.__dict__[key] = value
    sys.modules[name] = module
    return module
