# Wrong answer for exercise 1.
# misconception: whoever registers a module tidies up at the end
# rule: 2
# caught by: check 1.3, label registration_undone

import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    try:
        return importlib.import_module(name)
    finally:
        del sys.modules[name]
