"""Exercise 3: explain `__globals__`, with evidence.

A function can read global names. Where does it look, and when? You answer in three
parts: first predict, then show, then explain.

What to do:
A. Fill in `PREDICTIONS`. Decide before you try anything out.
B. Write the body of the three functions. Each docstring says what is wanted.
C. Fill in `EXPLANATION` and `CITES`. A person reads them. The grader only looks whether
   they are there and whether the evidence that you cite holds.

`PREDICTIONS`, `EXPLANATION` and `CITES` are read from the text of this file. Write them
as plain literals, without calls and without names. You may import whatever you need from
the standard library, and add helpers of your own. Keep the names and the parameters.

Grade it with `grade exercise 3`. If you are stuck, `grade hint 3` gives a hint;
ask again for a stronger one.
"""

from types import FunctionType, ModuleType

# Part A: predict.
#
# Seven of the nine stories begin in the same way. A file settings.py holds two things:
#
#     SETTING = <old>
#     def read(): return SETTING
#
# A program has run these two lines, as ordinary imports, which are done at once and not lazily:
#
#     import settings
#     from settings import SETTING, read
#
# Then one thing happens, and the program looks once:
#
#     story            what happens                                        the program asks for
#     file_edited      settings.py now says SETTING = <new>                read()
#     file_deleted     settings.py is deleted                              read()
#     rebound          settings.SETTING = <new>                            read()
#     copied_out       settings.SETTING = <new>                            SETTING
#     reloaded         settings.py now says SETTING = <new>, then
#                      importlib.reload(settings)                          read()
#     forgotten        settings.py now says SETTING = <new>, then
#                      del sys.modules["settings"] and import settings     read()
#     name_removed     del settings.SETTING                                read()
#
# `read` and `SETTING` in the last column are the names that the program got from
# `from settings import SETTING, read` at the beginning.
#
# The other two begin with another file, or with another import:
#
#     run_as_script    settings.py has three more lines at its end, and
#                      is run as a script: python settings.py
#                          if __name__ == "__main__":
#                              import settings
#                              SETTING = <new>
#                      After the last of them the script looks             settings.SETTING
#     left_out_of_all  settings.py has __all__ = ["read"] at its
#                      beginning; a program has run import settings
#                      and from settings import *                          settings.SETTING
#
# Replace each None by "old", "new" or "error". The grader runs the stories and compares,
# and it tells you nothing before all nine are filled in.
PREDICTIONS: dict[str, str | None] = {
    "file_edited": None,
    "file_deleted": None,
    "rebound": None,
    "copied_out": None,
    "reloaded": None,
    "forgotten": None,
    "name_removed": None,
    "run_as_script": None,
    "left_out_of_all": None,
}


# Part B: show.


def namespace_of(function: FunctionType) -> dict[str, object]:
    """Return the very dictionary in which *function* looks up its global names.

    Not a copy and not a part of it. The answer is right also when `function.__module__`
    names another module, when the module has been taken out of `sys.modules`, and when
    another module has been registered in its place. It is about *function* itself, also if
    that wraps another function.
    """
    raise NotImplementedError


def module_behind(function: FunctionType) -> ModuleType | None:
    """Return the registered module whose namespace *function* uses.

    - A module counts as registered if `sys.modules` holds it, under whichever key. The key
      need not be its name.
    - The function may say that it belongs to another module. Another module may hold equal
      names and values. One file may have become two modules, such as a script that runs as
      `__main__` and is imported as well. The answer is the one module that owns the dictionary.
    - If no module in `sys.modules` has that dictionary any more, the answer is None. That
      is so even if a new module of the same name is registered.
    - Asking imports nothing and registers nothing.
    """
    raise NotImplementedError


def follows_module(function: FunctionType, module: ModuleType, name: str) -> bool:
    """Find out by experiment whether *function* returns what *name* refers to in *module*.

    - Bind *name* in *module* to a new object of your own. Call *function* without arguments.
      Return True if that very object comes back, else False. An object that only claims to
      be equal to yours is not yours.
    - If the call raises an exception, the answer is False. (What is no subclass of
      `Exception`, such as `KeyboardInterrupt` and `SystemExit`, is not meant. You may let it
      through.)
    - *name* may be unbound in *module* before. *module* may be registered or not, and
      *function* may belong to another module.
    - Afterwards *name* is as it was, also if the call raised. A name that was unbound is
      unbound again. A name that was bound, to None or to anything else, is bound to that
      object again, whatever *function* did to it. What *function* changed besides is its own
      affair; your function changes nothing else in *module*.
    """
    raise NotImplementedError


# Part C: explain.
#
# For each key one to four sentences of your own, about where a function finds its globals:
#
#     objects    Which objects are there, and which refers to which? Name them before you
#                say what they do.
#     evidence   Which of the things in CITES shows it, and what was to be seen?
#     boundary   Where does your explanation stop? Name a case that it does not cover.
#
# Your text is stored for your reviewer. The grader does not judge it.
EXPLANATION: dict[str, str] = {
    "objects": "",
    "evidence": "",
    "boundary": "",
}

# The evidence that you rely on: at least two of these ids, and at least one function.
#     functions  "namespace_of", "module_behind", "follows_module"
#     stories    "file_edited", "file_deleted", "rebound", "copied_out", "reloaded",
#                "forgotten", "name_removed", "run_as_script", "left_out_of_all"
CITES: tuple[str, ...] = ()
