# Wrong answer for exercise 2.
# misconception: the copied name is the new one and the module keeps the old
# rule: 3
# caught by: check 2.6, label fields_swapped

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
    return Comparison(current, copied, copied is not current)
# --- end of the wrong part ---


def make_reader(module: ModuleType, name: str) -> object:
    def read() -> object:
        return getattr(module, name)

    return read
