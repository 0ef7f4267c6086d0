# Wrong answer for exercise 2.
# misconception: yield hands a value to the caller as return does
# rule: none
# caught by: check 2.8, label reader_not_run

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
def make_reader(module, name):
    def read():
        while True:
            yield getattr(module, name)

    return read
# --- end of the wrong part ---
