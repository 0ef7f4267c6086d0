# Wrong answer for exercise 2.
# misconception: private names do not survive a reload
# rule: 1
# caught by: check 2.3, label leftovers_dropped

from types import ModuleType


class Comparison:
    def __init__(self, copied: object, current: object, stale: bool) -> None:
        self.copied = copied
        self.current = current
        self.stale = stale


# --- the wrong part ---
def simulate_reload(module, source):
    code = compile(source, "<reload>", "exec", dont_inherit=True)
    exec(code, module.__dict__)
    for key in list(module.__dict__):
        if key.startswith("_") and not key.startswith("__") and key not in code.co_names:
            del module.__dict__[key]
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
