# Wrong answer for exercise 2.
# misconception: stale says that both views agree
# rule: 3
# caught by: check 2.7, label stale_inverted

from collections.abc import Callable
from types import ModuleType
from typing import NamedTuple


class Comparison(NamedTuple):
    copied: object
    current: object
    stale: bool


def simulate_reload(module: ModuleType, source: str) -> ModuleType:
    exec(source, module.__dict__)
    return module


# --- the wrong part ---
def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, copied is current)
# --- end of the wrong part ---


def make_reader(module: ModuleType, name: str) -> Callable[[], object]:
    def read() -> object:
        return getattr(module, name)

    return read
