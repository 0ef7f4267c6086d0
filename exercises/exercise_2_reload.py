"""Exercise 2: what a reload changes, and what it cannot reach.

A reload runs source text again inside a module object that exists already. Names
in that module get new values. A name that somebody copied out earlier, as in
`from settings import LIMIT`, is a name in another place. Here you write the heart
of a reload, and then measure which view is new and which one is old.

What to do: write the body of the three functions below. Each docstring says what
is wanted. `Comparison` is given. The modules that you get may have no file, may not
be registered in `sys.modules`, and may have the name of another module, or of one
that is gone. They may belong to a package. You may import whatever you need from the
standard library, and add helpers of your own. Keep the names and the parameters.

Grade it with `grade exercise 2`. If you are stuck, `grade hint 2` gives a hint;
ask again for a stronger one.
"""

from types import ModuleType


class Comparison:
    """Two views of one name after a reload. Given: nothing to do here.

    You may put a class of your own in its place, such as a dataclass or a named tuple,
    if its objects have these three attributes.

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

    - The result is the object that you were given. What `sys.modules` holds afterwards is
      what it held before, apart from what *source* itself imports. A module that was not
      registered is still not registered.
    - Names that *source* binds are bound in the module, also names with underscores and,
      by a docstring, `__doc__`. A function that *source* defines looks up its globals
      there, and a function defined there earlier sees the new values. Objects that the
      names referred to before are not changed by that. The names of your own file do not
      change either.
    - Names that *source* does not bind keep their values, and *source* finds them while
      it runs. That includes names with leading underscores, and names such as `__name__`
      and `__doc__`.
    - Each call runs the text once.
    - An error in *source* reaches the caller as it is: the same exception object, of
      whatever class (`SystemExit` too). What ran before the error stays done, and what
      comes after it does not run. Where *source* does not compile, nothing runs, and the
      module is as it was (`exec` may have added `__builtins__`).
    """
    raise NotImplementedError


def compare_after_reload(module: ModuleType, name: str, source: str) -> Comparison:
    """Copy *name* out of *module*, reload the module with *source*, report both views.

    - `copied` is the object that `from module import name` would have given before
      the reload: that very object.
    - `current` is the object that `module.name` gives after the reload: that very object.
    - `stale` is about objects, not about how they look. It is True if the name now refers
      to another object, even to an equal one. It is False if the name still refers to the
      same object, even if that object was changed in place.
    - A report stays as it is: later reloads and comparisons do not change its fields.

    *name* is bound in *module* before and after the reload.
    """
    raise NotImplementedError


def make_reader(module: ModuleType, name: str) -> object:
    """Return something to call, without arguments, that gives the current value of *name*.

    - Each call gives the object to which *name* refers in *module* at the time of that
      call, also after any number of later reloads.
    - *name* may not exist yet when the reader is made. It is bound before the reader is
      called. What the reader does while the name is missing is up to you.
    - The reader belongs to the module object. *module* may be registered or not, and
      another module may be registered under the same name. The reader works as long as
      somebody has it, even if nobody else refers to *module* any more.
    - Any number of readers may be in use at a time, each with a module and a name of
      its own.
    """
    raise NotImplementedError
