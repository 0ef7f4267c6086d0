# Wrong answer for exercise 2.
# misconception: a new object with the same contents is the reloaded module
# rule: 2
# caught by: check 2.1, label new_module

from collections.abc import Callable
from types import ModuleType
from typing import NamedTuple


class Comparison(NamedTuple):
    copied: object
    current: object
    stale: bool


# --- the wrong part ---
def simulate_reload(module, source):
    exec(source, module.__dict__)
    reloaded = ModuleType(module.__name__)
    reloaded.__dict__.update(module.__dict__)
    return reloaded
# --- end of the wrong part ---


def compare_after_reload(module: ModuleType, name: str, source: str) -> Comparison:
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, copied is not current)


def make_reader(module: ModuleType, name: str) -> Callable[[], object]:
    def read() -> object:
        return getattr(module, name)

    return read
