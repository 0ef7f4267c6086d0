"""Comparisons by `compare_after_reload`, for checks 2.6 and 2.7: their fields after one reload."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from grader.checks import props
from grader.checks.exercise_2_reload import programs
from grader.checks.exercise_2_reload.programs import pair, shows
from grader.checks.exercise_2_reload.survival import CaseReport, end_with
from grader.checks.props import finds_no_spec
from grader.exam import (
    CallSite,
    Deferred,
    Diagnosis,
    Failed,
    Finding,
    Findings,
    Fresh,
    Groups,
    Learner,
    Raised,
    RemoteObject,
    Signature,
    Stopped,
    World,
    describe,
    exception_text,
    outcome_of,
)

_COMPARE = "compare_after_reload"
_TEXTS = ("rebound", "untouched")
"""The cases: a text rebinds the name or leaves it alone; in the order of reporting."""
_EARLIER = ("earlier 1", "earlier 2", "earlier 3")
"""The labels of objects that earlier comparisons have reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fields:
    """The fields of one comparison.

    :param objects: by label: both fields, what the name refers to `now`, in the package and before
        the comparison, those of earlier comparisons, and the one that stands for what is missing.
    :param groups: which of these are one object.
    :param value: the value of the name after the call.
    """

    objects: dict[str, RemoteObject]
    groups: Deferred[Groups]
    value: Deferred[object]

    @property
    def there(self) -> bool:
        """Whether the result has both fields."""
        same = self.groups.value.same
        return not same("copied", "nowhere") and not same("current", "nowhere")

    @property
    def right(self) -> bool:
        """Whether both fields are the right objects."""
        same = self.groups.value.same
        return self.there and same("copied", "old") and same("current", "now")

    def is_any(self, *labels: str) -> bool:
        """Return whether a field is one of the objects with these labels."""
        same = self.groups.value.same
        return any(same(field, label) for field in ("copied", "current") for label in labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """One comparison in a registered module, and the objects before and after it.

    :param module_name: the name of its module.
    :param space: the namespace of its module.
    :param package: the namespace of its module's package, if it has one.
    :param rebinds: whether the text binds the name.
    :param wanted: the value that the text binds to the name, where it does.
    :param fields: what the fields and the name refer to after the call; None where it raised.
    :param raised: what to tell if the call raised.
    """

    module_name: str
    name: str
    module: RemoteObject
    space: RemoteObject
    package: RemoteObject | None
    old: RemoteObject
    rebinds: bool
    wanted: object
    made: RemoteObject | None
    fields: _Fields | None
    raised: CaseReport
    here: CallSite


def compare(learner: Learner, world: World, fresh: Fresh, say: Findings) -> list[_Compared]:
    """Compare in two modules, and return the comparisons.

    :raises Failed: unless both fields are the right objects after each of the two reloads.
    :raises Stopped: where an exception is all there is to tell.
    """
    came = {case: _compared(learner, world, fresh, say, case) for case in fresh.shuffled(_TEXTS)}
    seen = [came[case] for case in _TEXTS]
    results = [one.made for one in seen if one.made is not None]
    if not results:  # nor will those of another check come back
        end_with(seen[0].raised, blocks=_COMPARE)
    shared = len(results) == len(_TEXTS) and results[0].is_(results[1])
    if shared and all(one.fields is not None and one.fields.there for one in seen):
        raise Failed(seen[0].here.locate(say("one_comparison", result=describe(results[0]))))
    for one in seen:
        end_with(one.raised or _fields_told(world, say, one))
    return seen


def compare_again(
    learner: Learner, world: World, fresh: Fresh, say: Findings, seen: Sequence[_Compared]
) -> None:
    """Compare twice more, with a name and a module name that a comparison has had before.

    :param seen: right comparisons.
    :raises Failed: unless each reports its own objects, and the earlier ones are as they were.
    """
    first = seen[0]
    again = _reported(
        learner,
        world,
        say,
        first,
        {fresh.text(): fresh.integer()},
        earlier=[first.old],
    )
    values: dict[str, object] = {first.name: set(pair(fresh))}
    module = props.module(world, first.module_name, values, register=True)
    remade = _reported(
        learner,
        world,
        say,
        replace(first, module=module, space=props.namespace(world, module), package=None),
        None,
        earlier=[first.old, _now(first), _now(again)],
    )
    reports = [*seen, again, remade]
    kept = _kept(world, reports)
    for one in (again, remade):
        end_with(one.raised)
        if found := _fields_told(world, say, one):
            remembered = one.fields is not None and one.fields.is_any(*_EARLIER)
            known = one.here.locate(say("comparison_remembered", name=one.name))
            end_with(known if remembered else found)
    if not kept.value:
        raise Failed(reports[-1].here.locate(say("comparison_overwritten", name=first.name)))


def _now(one: _Compared) -> RemoteObject:
    """Return what the name refers to after the comparison; the old object where it raised."""
    return one.old if one.fields is None else one.fields.objects["now"]


def _kept(world: World, reports: Sequence[_Compared]) -> Deferred[bool]:
    """Return whether the fields of all reports are still the right objects."""
    places = [f"{field} {number}" for number in range(len(reports)) for field in ("old", "now")]
    right = [remote for one in reports for remote in (one.old, _now(one))]
    labels = [f"field {place}" for place in places]
    fields = programs.kept(world, programs.KEPT, *labels, made=[one.made for one in reports])
    groups = world.groups({**fields, **dict(zip(places, right, strict=True))})
    return groups.then(lambda found: all(found.same(f"field {place}", place) for place in places))


def _compared(learner: Learner, world: World, fresh: Fresh, say: Findings, case: str) -> _Compared:
    name, other, rebound = fresh.identifier(), fresh.identifier(), case == "rebound"
    module_name = fresh.dotted_name() if rebound else fresh.module_name()
    value = pair(fresh) if rebound else world.equal_objects(1)[0]
    package = programs.package(world, module_name, {name: pair(fresh)}) if rebound else None
    module = props.module(world, module_name, {name: value}, register=True)
    space = props.namespace(world, module)
    prepared = _Compared(
        module_name=module_name,
        name=name,
        module=module,
        space=space,
        package=None if package is None else props.namespace(world, package),
        old=module,
        rebinds=rebound,
        wanted=None,
        made=None,
        fields=None,
        raised=None,
        here=CallSite(call="", line=None),
    )
    text = f"{other} = {pair(fresh)}\n"
    wanted = pair(fresh) if rebound else None
    return _reported(learner, world, say, prepared, wanted, text="" if rebound else text)


def _reported(
    learner: Learner,
    world: World,
    say: Findings,
    prepared: _Compared,
    wanted: object,
    *,
    text: str = "",
    earlier: Sequence[RemoteObject] = (),
) -> _Compared:
    """Compare in a module.

    :param prepared: the module and the name.
    :param wanted: the value that the text binds to the name.
    :param text: another text.
    :param earlier: objects that earlier comparisons have reported.
    """
    name, space = prepared.name, prepared.space
    old = world.item(space, name)
    text = text or f"{name} = {wanted!r}\n"
    outcome = outcome_of(learner.compare_after_reload, prepared.module, name, text)
    here = learner.last_call()
    if isinstance(outcome, Raised):
        raised = _raised(learner, say, outcome)
        return replace(prepared, old=old, made=None, fields=None, raised=raised, here=here)
    fields = _fields(
        world,
        {**dict(zip(_EARLIER, earlier, strict=False)), "old": old},
        made=outcome.remote,
        space=space,
        name=name,
        parent=prepared.package,
    )
    return replace(prepared, old=old, wanted=wanted, made=outcome.remote, fields=fields, here=here)


def _fields(world: World, before: dict[str, RemoteObject], **names: object) -> _Fields:
    """Return the fields of a comparison that has just been made.

    :param before: objects from before it, by label.
    :param names: global names of `programs.FIELDS`.
    """
    labels = ("now", "copied", "current", "package", "nowhere")
    objects = {**before, **programs.kept(world, programs.FIELDS, *labels, **names)}
    value = world.run_later("result = space.get(name)", read=lambda value: value, **names)
    return _Fields(objects=objects, groups=world.groups(objects), value=value)


def _raised(learner: Learner, say: Findings, outcome: Raised) -> Finding | Stopped:
    """Return the report of a comparison that raised."""
    if finds_no_spec(outcome):
        told = say("importlib_reload_compared", error=exception_text(outcome))
        return learner.last_call().locate(told)
    return learner.unexpected(outcome)


def _fields_told(world: World, say: Findings, one: _Compared) -> Finding | None:
    """Return the finding about `copied` and `current`; None where both are right."""
    if one.made is None or one.fields is None:
        return None
    found = _wrong_fields(world, say, one, one.fields, one.made)
    return found and one.here.locate(found)


def _no_comparison(say: Findings, made: RemoteObject, lacks: str) -> Finding:
    """Return the finding about a result without the fields of a comparison.

    :param lacks: the fields that cannot be read from it.
    """
    if (made.handle.module, made.handle.type) == ("builtins", "NoneType"):
        return say("comparison_gave_none")
    return say("no_comparison", result=describe(made), lacks=lacks)


def _wrong_fields(
    world: World, say: Findings, one: _Compared, fields: _Fields, made: RemoteObject
) -> Finding | None:
    """Return the finding about the fields without its call; None where both are right."""
    name, rebound, same = one.name, one.rebinds, fields.groups.value.same
    if not fields.there:
        return _no_comparison(say, made, "`copied` or `current`")
    is_new = not same("now", "old") and shows(fields.value.value, one.wanted)
    if fields.right and (is_new or not rebound):
        return None
    known = [
        f"{field} {age}"
        for field in ("copied", "current")
        for age, label in (("new", "now"), ("old", "old"))
        if same(field, label)
    ]
    what = "binds" if rebound else "does not bind"
    wrong = say("fields_wrong", name=name, what=what, known=", ".join(known) or "none of the four")
    objects = {label: fields.objects[label] for label in ("old", "now", "copied", "current")}
    true = programs.facts(world, programs.WRONG_FIELDS, wanted=one.wanted, **objects)
    if "clone" in true:
        return say("copied_value_not_reference", name=name)
    if not rebound:
        return wrong
    if same("now", "old"):
        return say("put_back_compared" if "ran" in true else "not_reloaded", name=name)
    if fields.is_any("package"):
        return say("compared_in_package", name=one.module_name, key=name)
    for label, marks in {
        "fields_swapped": {"copied new", "current old"},
        "copied_after": {"copied new", "current new"},
        "current_from_before": {"copied old", "current old"},
    }.items():
        if marks <= set(known):
            return say(label, name=name)
    return say("text_not_objects", name=name) if "texts" in true else wrong


def compared_by_name(learner: Learner, world: World, fresh: Fresh, say: Findings) -> Finding | None:
    """Return the finding for a comparison that goes by the name of the module; None where none does.

    In the first comparison the module is not registered and counts its reloads; without a reload of
    the learner's that works for it, with the same text, there is none.
    A second comparison has another module registered under its name.
    """
    module_name, key, log = fresh.module_name(), fresh.identifier(), world.make("result = []")
    record = world.make("result = log.append", log=log)
    module, name = props.module(world, module_name, {key: record}), fresh.identifier()
    space = props.namespace(world, module)
    counted = _Counted(module=module, space=space, key=key, name=name, log=log)
    if not counted.reloads(learner, world, fresh):
        return None
    came = counted.comparison(learner, world, fresh)
    count = programs.count(world, log, 2)
    if came:
        where = "The module of this call is not registered"
        found = learner.last_call().locate(say("compared_by_name", where=where, came=came))
        props.register(world, module_name, module)
        by_name = not counted.comparison(learner, world, fresh)
        return found if by_name else replace(found, misconception=None)
    if count != 1:
        told = say("reloaded_again", key=key, count=count)
        return learner.last_call().locate(told)
    world.do("log.clear()", log=log)
    props.module(world, module_name, {key: record, name: pair(fresh)}, register=True)
    if not counted.reloads(learner, world, fresh):
        return None
    came = counted.comparison(learner, world, fresh)
    where = "Another module is registered under the name of this one"
    found = say("compared_by_name", where=where, came=came)
    return learner.last_call().locate(found) if came else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """A module that counts its reloads: its *key* is `log.append`."""

    module: RemoteObject
    space: RemoteObject
    key: str
    name: str
    log: RemoteObject

    def text(self, fresh: Fresh, mark: int) -> str:
        """Return a text that counts *mark* and binds the name."""
        return f"{programs.counted(self.key, mark)}{self.name} = {pair(fresh)}\n"

    def reloads(self, learner: Learner, world: World, fresh: Fresh) -> bool:
        """Return whether the learner's reload runs a text in the module, once."""
        outcome_of(learner.simulate_reload, self.module, self.text(fresh, 1))
        return world.run("result = log == [1]", log=self.log) is True

    def comparison(self, learner: Learner, world: World, fresh: Fresh) -> str:
        """Compare after a reload; return what is wrong, "" for nothing."""
        props.execute(world, f"{self.name} = {pair(fresh)}\n", self.module)
        old = world.item(self.space, self.name)
        text = self.text(fresh, 2)
        made = outcome_of(learner.compare_after_reload, self.module, self.name, text)
        if isinstance(made, Raised):
            return f"the call raised {exception_text(made)}"
        names = {"made": made.remote, "space": self.space, "name": self.name, "parent": None}
        fields = _fields(world, {"old": old}, **names)
        return "" if fields.right else "the fields are other objects"


# What a text can do to a name, in the order in which a mistake is reported, and whether
# the name then refers to another object.
STALE_TRUTH = {
    "rebound": True,
    "equal": True,
    "number": True,
    "from None": True,
    "to None": True,
    "mutated": False,
    "untouched": False,
    "mentioned": False,
    "itself": False,
}
_STALE_TEXT = {
    "rebound": "binds the name to another object",
    "equal": "binds the name to another object, one that compares equal",
    "number": "binds the name, which is bound to an int, to the equal float",
    "from None": "binds the name, which is bound to None, to a list",
    "to None": "binds the name, which is bound to a list, to None",
    "mutated": "changes the object in place and does not bind the name",
    "untouched": "does not mention the name, which is bound to None",
    "mentioned": "mentions the name and does not bind it",
    "itself": "binds the name to the object that it refers to already",
}


STALE_MISTAKES = Diagnosis(
    STALE_TRUTH,
    *(
        Signature(finding, cases, results={True, False})
        for finding, cases in (
            ("stale_inverted", set(STALE_TRUTH)),
            ("always_stale", {"mutated", "untouched", "mentioned", "itself"}),
            ("never_stale", {"rebound", "equal", "number", "from None", "to None"}),
            ("stale_by_equality", {"equal", "number"}),
            ("stale_by_text", {"mutated", "mentioned", "itself"}),
            ("stale_by_assignment", {"itself"}),
            ("stale_by_value", {"equal", "number", "mutated"}),
            ("snapshot_not_reference", {"mutated"}),
            ("stale_without_none", {"from None"}),
            ("stale_without_none", {"to None"}),
            ("stale_without_none", {"from None", "to None"}),
        )
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """The report of one comparison for check 2.7.

    :param answer: `stale`, if the name was reloaded and that is a bool; else None.
    """

    told: CaseReport
    name: str
    answer: bool | None = None


def stale_case(
    learner: Learner, world: World, fresh: Fresh, say: Findings, case: str
) -> Callable[[], Stale]:
    """Compare after one reload and look at `stale`.

    :returns: a function that gives the report; the guest is asked when it is called.
    """
    name, other, number, values = (
        fresh.identifier(),
        fresh.identifier(),
        fresh.integer(),
        pair(fresh),
    )
    bound = {"number": number, "from None": None, "untouched": None}.get(case, values)
    module = props.module(world, fresh.module_name(), {name: bound}, register=True)
    space = props.namespace(world, module)
    old = world.item(space, name)
    added, another = fresh.integer(), pair(fresh)
    wanted: dict[str, object] = {
        "rebound": another,
        "equal": values,
        "number": float(number),
        "from None": another,
        "to None": None,
    }
    text = {
        "mutated": f"{name}.append({added})\n",
        "untouched": f"{other} = {another}\n",
        "mentioned": f"{other} = {name}\n",
        "itself": f"{name} = {name}\n",
    }.get(case) or f"{name} = {wanted[case]}\n"
    outcome = outcome_of(learner.compare_after_reload, module, name, text)
    if isinstance(outcome, Raised):
        stopped = Stale(told=_raised(learner, say, outcome), name=name)
        return lambda: stopped
    made, here = outcome.remote, learner.last_call()
    truth, what = STALE_TRUTH[case], _STALE_TEXT[case]

    now = world.make("result = space.get(name)", space=space, name=name)
    is_old = now.is_later(old)

    def read(result: object) -> Stale:
        moved = not is_old.value
        match result:
            case [value, True | False, _] if truth and not (moved and shows(value, wanted[case])):
                told = say("name_not_moved", what=what, name=name)
            case [_, True | False, _] if moved and not truth:
                told = say("name_moved", what=what, name=name)
            case [_, True, bool(stale)] if stale is truth:
                return Stale(told=None, name=name, answer=stale)
            case [_, True, bool(stale)]:
                told = say("stale_wrong", what=what, answer=stale, truth=truth, name=name)
                return Stale(told=here.locate(told), name=name, answer=stale)
            case [_, True, other_type]:
                told = say("stale_not_a_bool", answer=describe(other_type), truth=truth)
            case [_, False, _]:
                told = _no_comparison(say, made, "`stale`")
            case _:
                raise props.garbled("with values of a comparison")
        return Stale(told=here.locate(told), name=name)

    later = world.run_later(programs.STALE, read=read, made=made, space=space, name=name)
    return lambda: later.value
