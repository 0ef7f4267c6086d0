"""Exercise 2, a reference answer: what a reload changes, and what it cannot reach.

A reload keeps the module object and its dictionary, and runs text in it once more.
Everything else follows. Whoever reaches a name through the module sees the new
binding. Whoever copied the object out holds what they copied.
"""

from types import ModuleType


class Comparison:
    """Two views of one name after a reload. Given.

    - `copied` is the object that was copied out before the reload.
    - `current` is the object to which the module's name refers after the reload.
    - `stale` is True if these are two objects, False if they are one.
    """

    def __init__(self, copied: object, current: object, stale: bool) -> None:
        self.copied = copied
        self.current = current
        self.stale = stale


def simulate_reload(module: ModuleType, source: str) -> ModuleType:
    """Run *source* as the top-level code of *module*, as a reload would; return *module*.

    `importlib.reload(module)` is the tempting line. It reloads from where the module
    came from: it searches for a finder that knows the name, and a module that was
    made by hand has none (`ModuleNotFoundError: spec not found`). It also wants the
    module to be registered.
    """
    # Compiling apart keeps out what `exec` of a string inherits from this file, such as a
    # `from __future__ import annotations`. A text that does not compile raises here, and
    # nothing has run.
    code = compile(source, "<reloaded source>", "exec", dont_inherit=True)

    # One dictionary, and the module's own. As globals it is where top-level names land, and
    # `def` gives every new function a reference to it. Running in a copy and moving the
    # values over would leave new functions with the copy. A second dictionary as locals would
    # catch the top-level names. Clearing the dictionary first would take away names that a
    # reload leaves alone.
    # No `try`: the exception that the text raises is the one the caller should see, and
    # assignments that ran are not undone.
    exec(code, module.__dict__)
    return module


def compare_after_reload(module: ModuleType, name: str, source: str) -> Comparison:
    """Copy *name* out of *module*, reload the module with *source*, report both views."""
    # An assignment copies a reference, not the object: what `from module import name` does.
    # It has to happen before the reload. Afterwards it would be a second look at the new one.
    copied: object = getattr(module, name)
    simulate_reload(module, source)
    current: object = getattr(module, name)
    # `copied != current` would call an equal new object fresh, and `repr` would call an old
    # one stale because its contents have changed.
    return Comparison(copied=copied, current=current, stale=copied is not current)


def make_reader(module: ModuleType, name: str) -> object:
    """Return something to call, without arguments, that gives the current value of *name*."""

    # The closure holds the module object and the name, never a value. So the lookup happens
    # in the call. `def read(value=getattr(module, name))` would look when the reader is made.
    # `sys.modules[module.__name__]` would ask for whichever module has that name at the
    # moment, and an unregistered module could not be read at all. And each call has variables
    # of its own, which a global would not be.
    def read() -> object:
        return getattr(module, name)

    return read
