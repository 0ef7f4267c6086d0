# Wrong answer for exercise 2.
# misconception: a variable that was set from module.name follows module.name
# rule: 3
# caught by: check 2.6, label current_from_before
from __future__ import annotations

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
    copied = current = getattr(module, name)
    simulate_reload(module, source)
    return Comparison(copied, current, getattr(module, name) is not copied)
# --- end of the wrong part ---


def make_reader(module: ModuleType, name: str) -> Callable[[], object]:
    def read() -> object:
        return getattr(module, name)

    return read
