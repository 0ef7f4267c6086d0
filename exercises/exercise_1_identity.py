"""Exercise 1: one module object, many references.

A module is an object in the running program. An import is one way to get hold
of it. Here you make a module yourself, without any file, and then show that the
import system hands out that same object.

What to do: write the body of the four functions below. Each docstring says what
is wanted. You may import whatever you need from the standard library, and add
helpers of your own. Keep the names and the parameters of the four functions.

Grade it with `grade exercise 1`. If you are stuck, `grade hint 1` gives a hint;
ask again for a stronger one.
"""

from types import ModuleType


def build_and_register(name: str, values: dict[str, object]) -> ModuleType:
    """Make a new module object called *name*, fill it, register it and return it.

    - The result is a real module object, and its `__name__` is *name*. Each call
      makes another object, also for a name that was used before and is free again.
    - Every key of *values* becomes a global name of this module and of no other: also
      a key that begins with underscores, also one such as `__doc__`. The name is bound
      to the very object in *values*, not to a copy, whatever that object is: also a
      list, also None. A function that is defined inside the module can read it as a
      global. A key `__name__` is bound like any other, and decides nothing else.
    - `sys.modules` gets one new key and no other: the whole of *name*, with its dots
      if it has any. The parent of a dotted name need not be there. `sys.modules` stays
      the same dictionary object.
    - No file is made.
    - If `sys.modules` has the key *name* already, raise `ValueError`. Then nothing has
      changed: not the entry, not the module behind it, not the names in that module.
      A file of that name which nobody has imported does not make a name taken.
    """
    raise NotImplementedError


def import_back(name: str) -> ModuleType:
    """Return the module that the import system gives for *name*.

    - If a module is registered under *name* at the moment of the call, the result is
      that object, and no entry of `sys.modules` changes.
    - A dotted name such as `"garden.shed"` means the last module, `shed`. This holds
      also when the module `garden` has no attribute called `shed`, when that attribute
      is another object, and when `garden` is not registered.
    - A module that nobody has imported yet, but that can be found as a file, is imported:
      its code runs, once, and finds its module in `sys.modules` while it runs. This
      holds also for a file in a package.
    - If the import fails, the caller sees the exception that the import ended in, that
      very object. For an unknown name, and for a name whose entry is None, this is
      `ModuleNotFoundError`; an entry that is None stays.
    """
    raise NotImplementedError


def same_module(first: ModuleType, second: ModuleType) -> bool:
    """Return True if both arguments are one and the same module object, else False.

    Two modules can have one name, or one name and equal contents. One module can be
    registered under two keys, or under none, or be renamed. A module can claim to be
    equal to everything, or to nothing. None of this may change your answer, and no
    answer depends on an earlier one.
    """
    raise NotImplementedError


def forget(module: ModuleType) -> None:
    """Undo the registration of *module* under its own name, and only that.

    - If the key `module.__name__` of `sys.modules` holds this very object, the key
      goes away. Every other entry stays, and `sys.modules` stays the same dictionary object.
    - If that key does not exist, nothing happens. Calling twice is therefore no error.
    - If that key now holds another module, or None, nothing happens, even if the other
      one claims to be equal to yours.
    - The module object keeps its name and its contents. Whoever holds it can go on using it.
    """
    raise NotImplementedError
