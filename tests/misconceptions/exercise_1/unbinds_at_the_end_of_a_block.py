# Wrong answer for exercise 1.
# misconception: what is bound for the length of a with block stays bound
# rule: 5
# caught by: check 1.2, label none

import contextlib
import types


@contextlib.contextmanager
def _added(mapping, more):
    before = dict(mapping)
    mapping.update(more)
    yield
    mapping.clear()
    mapping.update(before)


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
    sys.modules[name] = module
    with _added(module.__dict__, values):
        return module
