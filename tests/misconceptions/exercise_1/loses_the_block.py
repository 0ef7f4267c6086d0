# Wrong answer for exercise 1.
# misconception: an entry that is None may be dropped before the question
# rule: 2
# caught by: check 1.7, label changed_before_raising

import types


def build_and_register(name, values):
    if name in sys.modules:
        if sys.modules[name] is None:
            del sys.modules[name]
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
