"""Exercise 3, a reference answer: explain `__globals__`, with evidence.

`def` makes a function object that refers to one dictionary, the namespace of the
module whose code is running. The reference stays. The contents of the dictionary
may change, and each call looks there anew.
"""

import sys
from types import FunctionType, ModuleType

# Part A: predict. One question decides each story: what does *that dictionary* hold at the
# time of the call?
PREDICTIONS: dict[str, str | None] = {
    # Nothing has read the new text. An edit changes the file and no object.
    "file_edited": "old",
    # The function needs its code object and its dictionary. Both are in memory.
    "file_deleted": "old",
    # An assignment to an attribute of the module is an assignment in the dictionary.
    "rebound": "new",
    # The program's own SETTING is a name in the program's namespace. Nobody rebound that one.
    "copied_out": "old",
    # A reload runs the text in the same dictionary. The old function sees the new value.
    "reloaded": "new",
    # The second import made another module with another dictionary. The old function
    # still refers to the first.
    "forgotten": "old",
    # The lookup happens in the call. The name is gone: NameError.
    "name_removed": "error",
    # The script runs as `__main__`, and its import ran the file once more in another module
    # object. The last line binds the name in the script's dictionary alone.
    "run_as_script": "old",
    # `__all__` says which names `import *` copies out. The module has them all.
    "left_out_of_all": "old",
}


# Part B: show.


def namespace_of(function: FunctionType) -> dict[str, object]:
    """Return the very dictionary in which *function* looks up its global names."""
    # The function has the reference itself. `vars(sys.modules[function.__module__])` is a
    # detour by name: `__module__` is a string that anybody can change, and the name may
    # belong to another module by now. `dict(...)` around it would be a photograph.
    return function.__globals__


def module_behind(function: FunctionType) -> ModuleType | None:
    """Return the registered module whose namespace *function* uses."""
    namespace = function.__globals__
    # Search the values, not the names: a module may be registered under any key. The list is
    # a copy, because an import in another thread may change the dictionary under our hands.
    for entry in list(sys.modules.values()):
        # Not everything in there is a module: None is allowed, and so is any object. Asking
        # for `type(entry)` runs nobody's code.
        if not issubclass(type(entry), ModuleType):
            continue
        # `entry.__dict__` would do for a plain module. A lazily loaded one imports itself
        # when any attribute is read, so read past its `__getattribute__`. And compare with
        # `is`: two namespaces can be equal and still be two.
        if object.__getattribute__(entry, "__dict__") is namespace:
            return entry
    # No fallback to the name: a successor under the same name is another module.
    return None


def follows_module(function: FunctionType, module: ModuleType, name: str) -> bool:
    """Find out by experiment whether *function* returns what *name* refers to in *module*.

    Comparing `function.__globals__` with `module.__dict__` is no experiment. The
    dictionary can be the right one, and the function still returns a default
    argument or a value from a closure.
    """
    namespace = module.__dict__
    # Two fresh objects that nobody else can have. `absent` stands for "was not bound", so
    # that a name bound to None is not mistaken for one that is missing.
    probe, absent = object(), object()
    before = namespace.get(name, absent)
    namespace[name] = probe
    try:
        # `is`, because a result can claim to be equal to everything.
        return function() is probe
    except Exception:  # a call that raises gives nothing back
        return False
    finally:
        # Runs after a return, after an exception and on Ctrl-C. `pop` with a default: the
        # function may have deleted the name itself.
        if before is absent:
            namespace.pop(name, None)
        else:
            namespace[name] = before


# Part C: explain.
EXPLANATION: dict[str, str] = {
    "objects": (
        "There are three objects: the function, the module, and one dictionary. While the "
        "top-level code of the module ran, `def` made the function and stored a reference to "
        "the dictionary in its __globals__. The module's __dict__ is that same dictionary. "
        "The file and the key in sys.modules are not part of this."
    ),
    "evidence": (
        "follows_module binds the name to an object of its own in the module, and the function "
        "returns that object at its next call. In the story forgotten a second import makes a "
        "second module of the same name with the new value; the old function still returns the "
        "old one, and module_behind finds no registered module for it."
    ),
    "boundary": (
        "It covers global names only. A default argument was evaluated when `def` ran, a closure "
        "reads a cell, and a name that was copied out with from-import belongs to another "
        "namespace. It also does not say which value is wanted: for that one has to ask which "
        "module object the rest of the program holds."
    ),
}
CITES: tuple[str, ...] = ("follows_module", "module_behind", "forgotten")
