"""Programs that exercise 2 runs in a guest, and functions that read their results."""

from __future__ import annotations

from grader.checks import props
from grader.exam import Deferred, Fresh, RemoteObject, World

# In the programs, `space` is a module's namespace and `nowhere` stands for what is missing.
LOOK = """
nowhere = object()
def look(made, key):
    try:
        return getattr(made, key, nowhere)
    except BaseException:
        return nowhere
"""
KEYS_OF = """
items = list(dict(modules).items())
result = sorted(key for key, entry in items if entry is module and type(key) is str)
"""
SURVIVED = f"""{LOOK}
space_of = types.ModuleType.__dict__["__dict__"].__get__
def bound(space):
    found = space.get(key)
    return type(found) is list and found == wanted
got = namespace.get(imported)
result = {{
    "is module": made is module,
    "same dict": look(module, "__dict__") is namespace,
    "landed": bound(namespace),
    "is other": other is not None and made is other,
    "ran in other": other is not None and bound(space_of(other)),
    "import lost": type(got) is types.ModuleType and modules.get(imported) is not got,
}}
"""
# The function of a module that a text imports: it keeps a function, and the result of a call of it
# at that moment.
NOTE = """
def note(function):
    try:
        seen = function()
    except BaseException:
        seen = None
    log.append((function, seen))
result = note
"""
LANDED = """
own = types.ModuleType.__dict__["__dict__"].__get__(learner_module)
value, function = space.get(key), space.get(maker)
try:
    seen = older()
except BaseException:
    seen = space
noted, at_once = log[0] if log else (None, None)
result = {
    "own": key in own or maker in own,
    "changed": value is not old,
    "updated": old != was,
    "ran": noted is not None,
    "ran inside": type(noted) is types.FunctionType and noted.__globals__ is space,
    "bound at once": type(at_once) is list and at_once == wanted,
    "value": type(value) is list and value == wanted,
    "function": type(function) is types.FunctionType,
    "inside": type(function) is types.FunctionType and function.__globals__ is space,
    "older": seen is value,
}
"""
# What a module has bound so far, to be compared after another text.
ELDERS = """
result = [space[maker], space[maker].__code__, space[kind], vars(space[kind]).get(mark)]
"""
SEEN = """
value, seen = space.get(key), space.get(copy)
function, code, kind_object, mark_object = elders
result = {
    "new": seen is value,
    "old": seen is old,
    "changed": value is not old,
    "function updated": function.__code__ is not code,
    "class updated": vars(kind_object).get(mark) is not mark_object,
    "function kept": space.get(maker) is function,
    "class kept": space.get(kind) is kind_object,
}
"""
# The roles of names that do not have the value which the text binds.
UNBOUND = """
nowhere = object()
def right(key, value):
    now = space.get(key, nowhere)
    return type(now) is type(value) and now == value
result = [role for role, (key, value) in roles.items() if not right(key, value)]
"""
LEFT = """
nowhere = object()
def same(now, then):
    return now is then or (type(now) is type(then) is str and now == then)
def clone(now, then):
    return type(now) is type(then) and now == then
keys = [key for key in before if key in roles]
wrong = [key for key in keys if not same(space.get(key, nowhere), before[key])]
result = [
    wrong,
    [key for key in keys if key not in space],
    [key for key in wrong if clone(space.get(key), before[key])],
]
"""
COUNT = "result = sum(1 for item in list(log) if type(item) is int and item == mark)"
ERRORS = """
class Trouble(Exception):
    pass
class Halt(BaseException):
    pass
kinds = [Trouble, NameError, ImportError, SyntaxError, Halt, SystemExit, KeyboardInterrupt]
result = [kind(text) for kind in kinds]
"""
PREPARE = """
space.pop(new, None)
space.update({old: value, cause: error})
seen.clear()
"""
KIN = """
steps = [raised]
for step in steps:
    for other in (step.__cause__, step.__context__):
        if isinstance(other, BaseException) and len(steps) < 40:
            steps.append(other)
slip = isinstance(raised, (AttributeError, NameError, TypeError)) and raised.__cause__ is None
kin = any(step is error for step in steps) and not slip
result = kin or type(raised) is type(error)
"""
EFFECTS = """
def bound(key, wanted):
    return type(space.get(key)) is list and space[key] == wanted
result = {
    "stayed": bound(old, first) and bound(new, second),
    "later": later in space,
    "reached": any(type(item) is list and item == first for item in list(seen)),
    "raised": any(item is error for item in list(seen)),
}
"""
FIELDS = f"""{LOOK}
now, copied, current = space.get(name, nowhere), look(made, "copied"), look(made, "current")
texts = type(copied) is str and type(current) is str
theirs = parent.get(name) if parent is not None else object()
def clone(one, other):
    return one is not other and type(one) is type(other) and one == other
result = {{
    "fields": copied is not nowhere and current is not nowhere,
    "rebound": now is not old,
    "ran": any(type(one) is type(wanted) and one == wanted for one in (copied, current)),
    "copied old": copied is old,
    "copied new": copied is now,
    "current old": current is old,
    "current new": current is now,
    "clone": clone(copied, old) or copied is old and clone(current, now),
    "texts": texts and copied == repr(old) and current == repr(now),
    "earlier": any(copied is one or current is one for one in earlier),
    "parent": any(one is theirs for one in (copied, current)),
}}
"""
KEPT = f"""{LOOK}
result = [
    look(made, "copied") is old and look(made, "current") is new for made, old, new in reports
]
"""
STALE = f"""{LOOK}
stale = look(made, "stale")
result = [space.get(name) is not old, stale is not nowhere, None if stale is nowhere else stale]
"""
# A place is a namespace and a name. Sets and dictionaries are cloned as lists are.
GAVE = """
nowhere = object()
now = space.get(name, nowhere)
clone = type(now) in (list, set, dict) and type(found) is type(now) and found == now
result = {"current": found is now, "old": found is before, "clone": clone and found is not now}
for number, (other, key) in enumerate(places):
    result["place %d" % number] = found is other.get(key, nowhere) and found is not now
"""
# The module of these functions has an answer for any name.
ANSWERING = """
def answer(name):
    if name[:2] == "__":
        raise AttributeError(name)
    return stand_in
result = answer
"""
# Without the global interpreter lock an object may live until the next collection.
COLLECT = """
import sys
if not getattr(sys, "_is_gil_enabled", lambda: True)():
    import gc
    gc.collect()
"""


def pair(fresh: Fresh) -> list[int]:
    """Return a random value for a name: a list, so that two equal ones are distinct objects."""
    return [fresh.integer(), fresh.integer()]


def facts(world: World, program: str, /, **names: object) -> frozenset[str]:
    """Run *program*, whose result maps words to bools, and return the words that hold."""
    return _true(world.run(program, **names))


def facts_later(world: World, program: str, /, **names: object) -> Deferred[frozenset[str]]:
    """Return the result of `facts` as a deferred value."""
    return world.run_later(program, read=_true, **names)


def is_true(answer: object) -> bool:
    """Return whether a result is True itself; another object may only count as true."""
    return answer is True


def _true(result: object) -> frozenset[str]:
    if not isinstance(result, dict):
        return frozenset()
    return frozenset(str(word) for word, holds in result.items() if holds is True)


def package(world: World, name: str, values: dict[str, object]) -> RemoteObject:
    """Return a new module, registered as the parent of the dotted *name*.

    :param values: its global names.
    """
    values = {"__path__": [], **values}
    return props.module(world, name.rpartition(".")[0], values, register=True)


def strings(answer: object) -> tuple[str, ...]:
    """Return a result that is to be a list of str; one word that no program gives for any other."""
    return tuple(map(str, answer)) if isinstance(answer, list) else ("?",)
