# Wrong answer for exercise 2.
# misconception: after a reload the module has to be looked up again
# rule: 2
# caught by: check 2.6, label compared_by_name

import sys
from types import ModuleType


class Comparison:
    def __init__(self, copied: object, current: object, stale: bool) -> None:
        self.copied = copied
        self.current = current
        self.stale = stale


def simulate_reload(module: ModuleType, source: str) -> ModuleType:
    exec(source, module.__dict__)
    return module


# --- the wrong part ---
def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(sys.modules.get(module.__name__, module), name)
    return Comparison(copied, current, copied is not current)
# --- end of the wrong part ---


def make_reader(module: ModuleType, name: str) -> object:
    def read() -> object:
        return getattr(module, name)

    return read
