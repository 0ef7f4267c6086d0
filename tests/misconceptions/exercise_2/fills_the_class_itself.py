# Wrong answer for exercise 2.
# misconception: a class without parentheses is a new object
# rule: none
# caught by: check 2.6, label one_comparison

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
    comparison = Comparison
    comparison.copied = getattr(module, name)
    simulate_reload(module, source)
    comparison.current = getattr(module, name)
    comparison.stale = comparison.copied is not comparison.current
    return comparison
# --- end of the wrong part ---


def make_reader(module: ModuleType, name: str) -> object:
    def read() -> object:
        return getattr(module, name)

    return read
