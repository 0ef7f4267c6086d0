# Wrong answer for exercise 2.
# misconception: after a reload the next import has to look again
# rule: 2
# caught by: check 2.1, label unregistered

import sys
from types import ModuleType


class Comparison:
    def __init__(self, copied: object, current: object, stale: bool) -> None:
        self.copied = copied
        self.current = current
        self.stale = stale


# --- the wrong part ---
def simulate_reload(module, source):
    exec(source, module.__dict__)
    sys.modules.pop(module.__name__, None)
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
