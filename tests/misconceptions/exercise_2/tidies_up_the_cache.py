# Wrong answer for exercise 2.
# misconception: sys.modules has to be after a reload exactly as it was before
# rule: 4
# caught by: check 2.1, label import_undone

import sys
from types import ModuleType


class Comparison:
    def __init__(self, copied: object, current: object, stale: bool) -> None:
        self.copied = copied
        self.current = current
        self.stale = stale


# --- the wrong part ---
def simulate_reload(module, source):
    before = dict(sys.modules)
    try:
        exec(source, module.__dict__)
    finally:
        for name in set(sys.modules) - set(before):
            del sys.modules[name]
    return module
# --- end of the wrong part ---


def compare_after_reload(module: ModuleType, name: str, source: str) -> Comparison:
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, copied is not current)


def make_reader(module: ModuleType, name: str) -> object:
    def read() -> object:
        return getattr(module, name)

    return read
