# Wrong answer for exercise 2.
# misconception: an equal object is the same object
# rule: 3
# caught by: check 2.7, label stale_by_equality

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
    current = getattr(module, name)
    return Comparison(copied, current, copied != current)
# --- end of the wrong part ---


def make_reader(module: ModuleType, name: str) -> object:
    def read() -> object:
        return getattr(module, name)

    return read
