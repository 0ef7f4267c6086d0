# Wrong answer for exercise 2.
# misconception: from-import reaches the module that I was given
# rule: 2
# caught by: check 2.6, label compared_by_name

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
    names = {}
    exec(f"from {module.__name__} import {name} as copied", names)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(names["copied"], current, names["copied"] is not current)
# --- end of the wrong part ---


def make_reader(module: ModuleType, name: str) -> object:
    def read() -> object:
        return getattr(module, name)

    return read
