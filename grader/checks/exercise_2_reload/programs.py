"""Programs that exercise 2 runs in a guest, and functions that read their results."""

from __future__ import annotations

from grader.exam import Deferred, Fresh, World

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
import types
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
LANDED = """
import types
own = types.ModuleType.__dict__["__dict__"].__get__(learner_module)
value, function = space.get(key), space.get(maker)
try:
    seen = older()
except BaseException:
    seen = space
result = {
    "own": key in own or maker in own,
    "changed": value is not old,
    "value": type(value) is list and value == wanted,
    "function": type(function) is types.FunctionType,
    "inside": type(function) is types.FunctionType and function.__globals__ is space,
    "older": seen is value,
}
"""
SEEN = """
value, seen = space.get(key), space.get(copy)
result = {"new": seen is value, "old": seen is old, "changed": value is not old}
"""
LEFT = """
nowhere = object()
def same(now, then):
    return now is then or (type(now) is type(then) is str and now == then)
keys = [key for key in before if key in roles]
result = [
    [key for key in keys if not same(space.get(key, nowhere), before[key])],
    [key for key in keys if key not in space],
]
"""
COUNT = "result = sum(1 for item in list(log) if type(item) is int and item == mark)"
ERROR = """
class Trouble(Exception):
    pass
result = Trouble(text)
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
result = {{
    "fields": copied is not nowhere and current is not nowhere,
    "rebound": now is not old,
    "copied old": copied is old,
    "copied new": copied is now,
    "current old": current is old,
    "current new": current is now,
    "clone": copied is not old and type(copied) is list and copied == old,
    "texts": texts and copied == repr(old) and current == repr(now),
}}
"""
STALE = f"""{LOOK}
stale = look(made, "stale")
result = [space.get(name) is not old, stale is not nowhere, None if stale is nowhere else stale]
"""

GAVE = """
now = space[name]
result = {"current": found is now, "old": found is before}
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
