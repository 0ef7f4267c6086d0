# Wrong answer for exercise 2.
# misconception: importlib.reload knows the text that I was given
# rule: 1
# caught by: check 2.6, label importlib_reload

import importlib
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
    importlib.reload(module)
    current = getattr(module, name)
    return Comparison(copied, current, copied is not current)
# --- end of the wrong part ---


def make_reader(module: ModuleType, name: str) -> object:
    def read() -> object:
        return getattr(module, name)

    return read
