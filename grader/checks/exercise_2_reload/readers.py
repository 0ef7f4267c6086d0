"""Readers by `make_reader`, for check 2.8: their results after reloads by the grader's own means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.checks import props
from grader.checks.exercise_2_reload import programs
from grader.checks.exercise_2_reload.programs import is_true, is_value, pair
from grader.checks.exercise_2_reload.survival import CaseReport
from grader.exam import (
    CallSite,
    Deferred,
    Finding,
    Findings,
    Fresh,
    Groups,
    Learner,
    Raised,
    RemoteObject,
    ReturnValue,
    Stopped,
    World,
    describe,
    exception_text,
    outcome_of,
)

CASES = (
    "later",
    "late",
    "answering",
    "unregistered",
    "successor",
    "impostor",
    "several",
    "dropped",
)
"""The circumstances in which a reader is made and called, in the order of reporting."""

_REGISTERED = ("later", "late", "answering", "successor")
_UNBOUND_AT_FIRST = ("late", "answering")

_OLD_VALUE = ("reader_captured", "reader_cached", "none_taken_for_missing")
"""The finding for an old value after each of the reloads; the last one binds None."""

_WHERE = {
    "unregistered": "The module is not registered",
    "successor": "Another module was registered under the same name later",
    "impostor": "Another module is registered under the same name",
}

_PLACES = (
    "`{x}` in the first module",
    "`{y}` in the first module",
    "`{x}` in the second module",
    "`{y}` in the second module",
)
"""The names of the case `several`. The last one has no reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """A reader, and the name that it is to read.

    :param space: the namespace of its module.
    :param works: whether it can be called.
    :param here: the call that made it.
    """

    name: str
    space: RemoteObject
    remote: RemoteObject
    works: Deferred[bool]
    here: CallSite


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The outcome of one call of a reader after a reload.

    :param now: what the name refers to; None where the call raised.
    :param groups: which of the object that was `found`, of `now`, of those `before` and of those in
        other places are one; None where the call raised.
    :param value: the value that the name is bound to.
    """

    found: ReturnValue | Raised
    now: RemoteObject | None
    groups: Deferred[Groups] | None
    value: object
    here: CallSite

    def is_(self, label: str) -> bool:
        """Return whether the object that was found is the one with this label."""
        return self.groups is not None and self.groups.value.same("found", label)

    @property
    def right(self) -> bool:
        """Whether the reader gave the object to which the name refers."""
        if isinstance(self.found, Raised) or not self.is_("now"):
            return False
        # A set is not copied.
        return isinstance(self.value, set) or is_value(self.found.value, self.value)

    @property
    def came(self) -> str:
        """The outcome as half a sentence."""
        if isinstance(self.found, Raised):
            return f"the reader raised {exception_text(self.found)}"
        return f"the reader gave another object: {describe(self.found.value)}"


def reader_case(
    learner: Learner, world: World, fresh: Fresh, say: Findings, case: str
) -> Callable[[], CaseReport]:
    """Make a reader, reload by the grader's own means, and call the reader after each reload.

    :returns: a function that gives the report; the guest is asked when it is called.
    """
    if case == "several":
        return _several(learner, world, fresh, say)
    module_name, name = fresh.module_name(), fresh.identifier()
    values: dict[str, object] = {} if case in _UNBOUND_AT_FIRST else {name: pair(fresh)}
    places: list[tuple[RemoteObject, str]] = []
    if case == "late":
        module_name = fresh.dotted_name()
        package = programs.package(world, module_name, {name: pair(fresh)})
        places = [(props.namespace(world, package), name)]
    stand_in = world.make("result = []")
    if case == "answering":
        values["__getattr__"] = world.make(programs.ANSWERING, stand_in=stand_in)
    module = props.module(world, module_name, values, register=case in _REGISTERED)
    if case == "impostor":
        props.module(world, module_name, {name: pair(fresh)}, register=True)
    space = props.namespace(world, module)
    made = _make_reader(learner, world, module, space, name)
    if isinstance(made, Raised):
        told = _not_made(learner, say, case, name, made)
        return lambda: told
    if case == "successor":
        props.module(world, module_name, {name: pair(fresh)}, register=True)
    before = stand_in if case in _UNBOUND_AT_FIRST else world.item(space, name)
    if case == "dropped":
        world.drop(module)
        world.do(programs.COLLECT)
    turns: list[_Reading] = []
    for value in _values(fresh, case):
        _bind(world, space, {name: value})
        turns.append(_read(learner, world, made, value, before=before, places=places))
        found = turns[-1].found
        before = before if isinstance(found, Raised) else found.remote
    return lambda: _told_of_one(world, say, case, made, turns)


def _make_reader(
    learner: Learner, world: World, module: RemoteObject, space: RemoteObject, name: str
) -> _Reader | Raised:
    made = outcome_of(learner.make_reader, module, name)
    if isinstance(made, Raised):
        return made
    works = world.run_later("result = callable(made)", read=is_true, made=made.remote)
    here = learner.last_call()
    return _Reader(name=name, space=space, remote=made.remote, works=works, here=here)


def _values(fresh: Fresh, case: str) -> list[object]:
    """Return the values that the reloads of a case bind, in order."""
    match case:
        case "later":
            return [pair(fresh), pair(fresh), None]
        case "late":
            return [{fresh.text(): fresh.integer()}, set(pair(fresh))]
        case _:
            return [pair(fresh)]


def _bind(world: World, space: RemoteObject, values: dict[str, object]) -> None:
    text = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    world.do("exec(text, space)", text=text, space=space)


def _read(
    learner: Learner,
    world: World,
    reader: _Reader,
    value: object,
    *,
    before: RemoteObject | None = None,
    places: list[tuple[RemoteObject, str]] | None = None,
) -> _Reading:
    """Call a reader.

    :param value: the value that the name is bound to.
    :param before: an object that it gave, or might have given, before.
    :param places: namespaces and names from which a reader might read, this one's among them.
    """
    found, now, groups = outcome_of(reader.remote.with_label("reader")), None, None
    here = learner.last_call()
    if not isinstance(found, Raised):
        asked = [(reader.space, reader.name), *(places or [])]
        labels = ["now", *(f"place {number}" for number in range(len(asked) - 1))]
        objects = programs.kept(world, programs.PLACES, *labels, places=asked)
        others = {} if before is None else {"before": before}
        now, groups = objects["now"], world.groups({"found": found.remote, **objects, **others})
    return _Reading(found=found, now=now, groups=groups, value=value, here=here)


def _several(
    learner: Learner, world: World, fresh: Fresh, say: Findings
) -> Callable[[], CaseReport]:
    """Make three readers, of two names in two modules of one name; reload both; call the readers."""
    module_name, x, y = fresh.module_name(), fresh.identifier(), fresh.identifier()
    modules = [props.module(world, module_name, {x: pair(fresh), y: pair(fresh)}) for _ in "ab"]
    spaces = [props.namespace(world, module) for module in modules]
    places = [(space, name) for space in spaces for name in (x, y)]
    made: dict[int, _Reader] = {}
    for place in fresh.shuffled(range(3)):
        space, name = places[place]
        reader = _make_reader(learner, world, modules[place // 2], space, name)
        if isinstance(reader, Raised):
            stop = learner.unexpected(reader)
            return lambda: stop
        made[place] = reader
    values = [(pair(fresh), pair(fresh)) for _ in spaces]
    for space, (one, other) in zip(spaces, values, strict=True):
        _bind(world, space, {x: one, y: other})
    seen = {
        place: _read(learner, world, made[place], values[place // 2][place % 2], places=places)
        for place in fresh.shuffled(sorted(made))
    }

    def told() -> CaseReport:
        for place, reading in sorted(seen.items()):
            if not reading.right:
                words = [one.format(x=x, y=y) for one in _PLACES]
                other = [words[n] for n in range(4) if n != place and reading.is_(f"place {n}")]
                if other:
                    found = say("readers_share", own=words[place], other=other[0])
                else:
                    found = say("readers_wrong", own=words[place], came=reading.came)
                return reading.here.locate(found)
        return None

    return told


def _not_made(
    learner: Learner, say: Findings, case: str, name: str, raised: Raised
) -> Finding | Stopped:
    """Return the report of a call of `make_reader` that raised."""
    here, error = learner.last_call(), exception_text(raised)
    if case == "late":
        return here.locate(say("reader_evaluated_early", name=name, error=error))
    if case in _WHERE:
        came = f"making the reader raised {error}"
        return here.locate(say("reader_by_name", where=_WHERE[case], came=came))
    return learner.unexpected(raised)


def _told_of_one(
    world: World, say: Findings, case: str, made: _Reader, turns: list[_Reading]
) -> CaseReport:
    """Return the report of a reader that is alone; None where it was right each time."""
    if not made.works.value:
        none = made.remote.handle.type == "NoneType"
        label = "reader_not_returned" if none else "reader_not_callable"
        return made.here.locate(say(label, result=describe(made.remote)))
    for label, turn in zip(_OLD_VALUE, turns, strict=False):
        if not turn.right:
            return _reader_told(world, say, case, made, turn, label)
    return None


def _reader_told(
    world: World, say: Findings, case: str, made: _Reader, turn: _Reading, label: str
) -> CaseReport:
    """Return the report of a wrong outcome of a reader.

    :param label: the finding for an old value.
    """
    name, found = made.name, turn.found
    if case in _WHERE:
        return turn.here.locate(say("reader_by_name", where=_WHERE[case], came=turn.came))
    if case == "dropped":
        return turn.here.locate(say("module_let_go", name=name, came=turn.came))
    if not isinstance(found, Raised) and is_true(
        world.run(programs.CLONE, found=found.remote, now=turn.now)
    ):
        return turn.here.locate(say("reader_clones", name=name))
    if case == "answering" and turn.is_("before"):
        return turn.here.locate(say("stand_in_captured", name=name))
    if turn.is_("place 0"):
        return turn.here.locate(say("reader_in_package", name=name))
    if case != "later":
        return turn.here.locate(say("reader_wrong", name=name, came=turn.came))
    if isinstance(found, Raised):
        return _reader_raised(say, made, turn, found)
    if turn.is_("before"):
        return turn.here.locate(say(label, name=name))
    if found.value is None:
        return turn.here.locate(say("reader_gave_none", name=name))
    return turn.here.locate(say("reader_wrong", name=name, came=turn.came))


def _reader_raised(say: Findings, made: _Reader, turn: _Reading, raised: Raised) -> CaseReport:
    error = exception_text(raised)
    if "AttributeError" in raised.bases and error.endswith("has no attribute 'name'"):
        return turn.here.locate(say("name_taken_literally", name=made.name, error=error))
    if "TypeError" in raised.bases and not raised.frames and "argument" in error:
        # No line of the learner's ran: the call itself was refused. The `return` of
        # `make_reader` is the line that chose what is called.
        told = made.here.locate(
            say("reader_wants_arguments", result=describe(made.remote), error=error)
        )
        return replace(told, call=turn.here.call)
    if "NotImplementedError" in raised.bases:
        return turn.here.locate(say("reader_wrong", name=made.name, came=turn.came))
    return Stopped(raised, function="reader", call="reader()")
