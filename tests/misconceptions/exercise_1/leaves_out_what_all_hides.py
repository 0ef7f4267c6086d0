# Wrong answer for exercise 1.
# misconception: what a star import would not bring is not bound
# rule: 5
# caught by: check 1.2, label names_left_out

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    public = [key for key in values if key[0] != "_"]
    module.__all__ = public
    for key in public:
        module.__dict__[key] = values[key]
    sys.modules[name] = module
    return module
