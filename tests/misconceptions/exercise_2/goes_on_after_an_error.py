# Wrong answer for exercise 2.
# misconception: the statements after a failing one run all the same
# rule: 4
# caught by: check 2.5, label ran_on_after_error

import ast
from types import ModuleType


class Comparison:
    def __init__(self, copied: object, current: object, stale: bool) -> None:
        self.copied = copied
        self.current = current
        self.stale = stale


# --- the wrong part ---
def simulate_reload(module, source):
    tree = ast.parse(source)
    first_error = None
    for statement in tree.body:
        part = ast.Module(body=[statement], type_ignores=[])
        try:
            exec(compile(part, "<reload>", "exec"), module.__dict__)
        except Exception as error:
            first_error = first_error or error
    if first_error is not None:
        raise first_error
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
