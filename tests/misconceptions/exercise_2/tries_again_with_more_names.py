# Wrong answer for exercise 2.
# misconception: a text that failed can be run once more
# rule: 4
# caught by: check 2.4, label tried_again

from types import ModuleType


class Comparison:
    def __init__(self, copied: object, current: object, stale: bool) -> None:
        self.copied = copied
        self.current = current
        self.stale = stale


# --- the wrong part ---
def simulate_reload(module, source):
    try:
        exec(source, module.__dict__)
    except NameError:
        # the name may be one of mine
        exec(source, {**globals(), **module.__dict__}, module.__dict__)
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
