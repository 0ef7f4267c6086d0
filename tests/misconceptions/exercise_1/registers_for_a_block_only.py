# Wrong answer for exercise 1.
# misconception: what a with block puts into sys.modules stays in there
# rule: 2
# caught by: check 1.3, label registration_undone

import contextlib
import types


@contextlib.contextmanager
def _registered(name, module):
    before = dict(sys.modules)
    sys.modules[name] = module
    try:
        yield module
    finally:
        sys.modules.clear()
        sys.modules.update(before)


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    module.__dict__.update(values)
    with _registered(name, module):
        return module
