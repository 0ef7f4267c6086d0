# Wrong answer for exercise 2.
# misconception: when a reload fails, the names that it bound go away again
# rule: 4
# caught by: check 2.5, label rolled_back

from types import ModuleType


class Comparison:
    def __init__(self, copied: object, current: object, stale: bool) -> None:
        self.copied = copied
        self.current = current
        self.stale = stale


# --- the wrong part ---
def simulate_reload(module, source):
    before = set(module.__dict__)
    try:
        exec(source, module.__dict__)
    except Exception:
        for key in set(module.__dict__) - before:
            del module.__dict__[key]
        raise
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
