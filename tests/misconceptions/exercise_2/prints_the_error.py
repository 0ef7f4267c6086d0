# Wrong answer for exercise 2.
# misconception: printing an error is handling it
# rule: 4
# caught by: check 2.5, label swallowed
from __future__ import annotations

import traceback
from collections.abc import Callable
from types import ModuleType
from typing import NamedTuple


class Comparison(NamedTuple):
    copied: object
    current: object
    stale: bool


# --- the wrong part ---
def simulate_reload(module, source):
    try:
        exec(source, module.__dict__)
    except Exception:
        traceback.print_exc()
    return module
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
