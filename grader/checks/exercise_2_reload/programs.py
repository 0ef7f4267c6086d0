"""Programs that exercise 2 runs in a guest, and functions that read their results."""

from __future__ import annotations

from grader.checks import props
from grader.exam import Fresh, RemoteObject, World

# In the programs, `space` is a module's namespace and `nowhere` stands for what is missing.
LOOK = """
nowhere = object()
def look(made, key):
    try:
        return getattr(made, key, nowhere)
    except BaseException:
        return nowhere
"""
DICTIONARY = f"""{LOOK}
result = look(made, "__dict__")
"""
SURVIVED = """
space_of = types.ModuleType.__dict__["__dict__"].__get__
got = namespace.get(imported)
entries = list(dict(modules).items())
result = [
    namespace.get(key),
    None if other is None else space_of(other).get(key),
    sorted(under for under, entry in entries if entry is module and type(under) is str),
    type(got) is types.ModuleType and modules.get(imported) is not got,
]
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
def globals_of(function):
    return function.__globals__ if type(function) is types.FunctionType else None
try:
    seen = older()
except BaseException:
    seen = None
result = [space.get(key), seen, globals_of(space.get(maker)), globals_of(log[0][0] if log else None)]
"""
VALUES = """
own = types.ModuleType.__dict__["__dict__"].__get__(learner_module)
result = [
    key in own or maker in own,
    type(space.get(maker)) is types.FunctionType,
    space.get(key),
    log[0][1] if log else None,
]
"""
NOT_CHANGED = """
result = {"updated": old != was, "ran": bool(log)}
"""
# What a module has bound so far, to be compared after another text.
ELDERS = """
result = [space[maker], space[maker].__code__, space[kind], vars(space[kind]).get(mark)]
"""
SEEN = """
function, _, kind_object, _ = elders
result = [
    space.get(key),
    space.get(copy),
    function.__code__,
    vars(kind_object).get(mark),
    space.get(maker),
    space.get(kind),
]
"""
BOUND = "result = {key: space[key] for key in keys if key in space}"
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
COUNTS = """
marks = [item for item in list(log) if type(item) is int]
result = [(mark, marks.count(mark)) for mark in set(marks)]
"""
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
noted = list(seen)
result = [
    space.get(old),
    space.get(new),
    later in space,
    any(type(item) is list and item == first for item in noted),
    any(item is error for item in noted),
]
"""
FIELDS = f"""{LOOK}
theirs = nowhere if parent is None else parent.get(name, nowhere)
result = [space.get(name, nowhere), look(made, "copied"), look(made, "current"), theirs, nowhere]
"""
WRONG_FIELDS = """
def clone(one, other):
    return one is not other and type(one) is type(other) and one == other
texts = type(copied) is str and type(current) is str
result = {
    "ran": any(type(one) is type(wanted) and one == wanted for one in (copied, current)),
    "clone": clone(copied, old) or copied is old and clone(current, now),
    "texts": texts and copied == repr(old) and current == repr(now),
}
"""
KEPT = f"""{LOOK}
result = [look(one, field) for one in made for field in ("copied", "current")]
"""
STALE = f"""{LOOK}
stale = look(made, "stale")
result = [space.get(name), stale is not nowhere, None if stale is nowhere else stale]
"""
# A place is a namespace and a name.
PLACES = """
nowhere = object()
result = [space.get(key, nowhere) for space, key in places]
"""
# Sets and dictionaries are cloned as lists are.
CLONE = """
result = found is not now and type(found) is type(now) in (list, set, dict) and found == now
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


def kept(world: World, program: str, /, *labels: str, **names: object) -> dict[str, RemoteObject]:
    """Run *program*, whose result is a list of objects, and return these by label, for a line-up."""
    made = world.make_each(program, *("" for _ in labels), spare=None, **names)
    return dict(zip(labels, made, strict=True))


def facts(world: World, program: str, /, **names: object) -> frozenset[str]:
    """Run *program*, whose result maps words to bools, and return the words that hold.

    The words choose a finding. What earns a point is asked by line-ups, and by values that are
    compared here.

    :raises Stopped: when the result is something else.
    """
    match world.run(program, **names):
        case {**told} if told and all(type(holds) is bool for holds in told.values()):
            return frozenset(str(word) for word, holds in told.items() if holds)
        case _:
            raise props.garbled("with bools")


def counted(key: str, mark: int) -> str:
    """Return a line of a text that notes a mark, in a list to which the function *key* appends.

    The mark is a difference, so that to know it the line has to be run.
    """
    return f"{key}({mark + 9} - 9)\n"


def count(world: World, log: RemoteObject, mark: int) -> int:
    """Return how often a list in the guest contains a mark.

    :raises Stopped: when the answer is none of the program's.
    """
    told = world.run(COUNTS, log=log)
    if not isinstance(told, list):
        raise props.garbled("with marks")
    for one in told:
        match one:
            case (int(found), int(times)):
                if found == mark:
                    return times
            case _:
                raise props.garbled("with marks")
    return 0


def is_value(answer: object, wanted: object) -> bool:
    """Return whether an answer is a plain value of the same type that equals *wanted*."""
    return type(answer) is type(wanted) and answer == wanted


def shows(answer: object, wanted: object) -> bool:
    """Return whether the value of a name is the one that a text binds to it.

    A reload that adds it to the list which was there is wrong (2.2), and a comparison may be right.
    """
    if type(answer) is type(wanted) is list and wanted:
        return answer[-len(wanted) :] == wanted
    return is_value(answer, wanted)


def is_true(answer: object) -> bool:
    """Return a result that is True or False.

    :raises Stopped: when it is something else.
    """
    if isinstance(answer, bool):
        return answer
    raise props.garbled("with a bool")


def package(world: World, name: str, values: dict[str, object]) -> RemoteObject:
    """Return a new module, registered as the parent of the dotted *name*.

    :param values: its global names.
    """
    values = {"__path__": [], **values}
    return props.module(world, name.rpartition(".")[0], values, register=True)
