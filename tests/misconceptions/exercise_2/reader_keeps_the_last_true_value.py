# Wrong answer for exercise 2.
# misconception: a value that counts as false is no value
# rule: 3
# caught by: check 2.8, label none_taken_for_missing

from types import ModuleType


class Comparison:
    def __init__(self, copied: object, current: object, stale: bool) -> None:
        self.copied = copied
        self.current = current
        self.stale = stale


def simulate_reload(module: ModuleType, source: str) -> ModuleType:
    exec(source, module.__dict__)
    return module


def compare_after_reload(module: ModuleType, name: str, source: str) -> Comparison:
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, copied is not current)


# --- the wrong part ---
class Reader:
    def __init__(self, module, name):
        self.module = module
        self.name = name
        self.last = getattr(module, name, None)

    def __call__(self):
        value = getattr(self.module, self.name, None)
        if value:
            self.last = value
        return self.last


def make_reader(module, name):
    return Reader(module, name)
# --- end of the wrong part ---
