"""Whatever a guest answers, a check has a word for it, and none of them is a fault of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest
from support.connection import THING, FakeConnection, returned

from grader import course
from grader.channel.outcomes import Garbled, Handle, Outcome, Raised, Stopped
from grader.channel.replies import GuestRequest
from grader.checks.exercise_2_reload import programs
from grader.checks.exercise_3_globals import case_results, function_props, side_effects
from grader.checks.exercise_3_globals.function_props import RAISED, SEARCH_MISTAKES
from grader.errors import Fault
from grader.exam import Findings, Groups, literals
from grader.exam import random_values as fresh_names
from grader.exam import world as props
from grader.exam.random_values import Fresh
from grader.exam.session import CheckSession, RemoteObject

T = TypeVar("T")


@dataclass
class Answered(Generic[T]):
    """An answer that is there."""

    value: T


class World:
    """Answers whatever is run with one value."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def run(self, _: str, /, **__: object) -> object:
        """Run nothing."""
        return self.answer

    def run_later(self, _: str, /, read: Callable[[object], T], **__: object) -> Answered[T]:
        """Run nothing, and have it looked at later."""
        return Answered(read(self.answer))


def asked(answer: object) -> Any:
    """Return a world in place of one with a guest."""
    return World(answer)


def test_a_name_is_never_drawn_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where there are few to draw from."""
    monkeypatch.setattr(fresh_names, "_FIRST", ["one"])
    monkeypatch.setattr(fresh_names, "_SECOND", ["two"])
    fresh = Fresh("seed")
    drawn = [fresh.identifier() for _ in range(200)]
    assert len(set(drawn)) == 200


@pytest.mark.parametrize(
    "answer", [None, [], 3, "two", {}, {"one": 1}, {"one": True, "two": "yes"}]
)
def test_facts_of_an_odd_shape_are_garbled(answer: object) -> None:
    """No program gives them, and none that is missing counts as one that does not hold."""
    with pytest.raises(Stopped) as stopped:
        programs.facts(asked(answer), "")
    assert isinstance(stopped.value.outcome, Garbled)


def test_a_fact_holds_if_it_is_true() -> None:
    """The others do not."""
    assert programs.facts(asked({"one": True, "three": False}), "") == {"one"}


@pytest.mark.parametrize("answer", [None, 1, True, [1], [(7,)], [(7, "once")], {7: 1}])
def test_counts_of_an_odd_shape_are_garbled(answer: object) -> None:
    """A mark is not counted as never noted because an answer does not contain it."""
    log: Any = None
    with pytest.raises(Stopped) as stopped:
        programs.count(asked(answer), log, 7)
    assert isinstance(stopped.value.outcome, Garbled)


def test_a_mark_is_counted_among_others() -> None:
    """One that was not noted was noted never."""
    log: Any = None
    assert programs.count(asked([(5, 2), (7, 3)]), log, 7) == 3
    assert programs.count(asked([(5, 2)]), log, 7) == 0


def test_a_mark_does_not_stand_in_the_text_that_notes_it() -> None:
    """Whoever does not run the text would have to compute it."""
    for mark in (-30, 2, 45):
        noted: list[int] = []
        line = programs.counted("note", mark)
        exec(line, {"note": noted.append})
        assert noted == [mark]
        assert str(mark) not in line


@pytest.mark.parametrize("answer", [None, 1, "True", []])
def test_an_answer_that_is_no_bool_is_garbled(answer: object) -> None:
    """A word is none, and what counts as true is none."""
    with pytest.raises(Stopped):
        programs.is_true(answer)
    assert programs.is_true(True)
    assert not programs.is_true(False)


@pytest.mark.parametrize(
    ("answer", "wanted", "same"),
    [(1, 1, True), (1, True, False), (2.0, 2, False), ([1], [1], True), (None, None, True)],
)
def test_a_value_has_a_type(answer: object, wanted: object, same: bool) -> None:
    """Values of other types may compare equal."""
    assert programs.is_value(answer, wanted) is same
    assert programs.shows(answer, wanted) is same


def test_a_value_that_was_added_to_a_list_is_shown() -> None:
    """And none that is missing, or in front of another."""
    assert programs.shows([1, 2, 3], [2, 3])
    assert not programs.shows([2, 3, 1], [2, 3])
    assert not programs.shows([3], [2, 3])
    assert not programs.is_value([1, 2, 3], [2, 3])


class Made:
    """What is looked at after a call."""

    module = before = log = nowhere = None
    name = own = "name"
    planted = "planted"
    mark = 71


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        ["probe", [], 1],
        ["probe", [], True],
        ["probe", None, [71]],
        ["probe", [[]], [71]],
        ["probe", [], [70]],
        ["probe", [], [71, 71]],
        ["same", [], [71]],
    ],
)
def test_side_effects_that_no_comparison_finds_are_garbled(answer: object) -> None:
    """As those with a mark that the function under test does not leave."""
    made: Any = Made()
    with pytest.raises(Stopped) as stopped:
        _ = side_effects.side_effects(asked(answer), made)
    assert isinstance(stopped.value.outcome, Garbled)


def test_a_comparison_without_the_planted_name_has_found_a_change() -> None:
    """It has not looked, so the name is told as one that has changed."""
    made: Any = Made()
    looked = side_effects.side_effects(asked(["probe", ["planted", "x"], [71]]), made).value
    assert looked == side_effects.SideEffects(state="probe", others=("x",), tried=True)
    blind = side_effects.side_effects(asked(["probe", ["x"], []]), made).value
    assert blind == side_effects.SideEffects(state="probe", others=("planted", "x"), tried=False)


@pytest.mark.parametrize("answer", [None, True, [], "same", "right"])
def test_a_kind_that_no_result_has_is_garbled(answer: object) -> None:
    """A word that earns a point is none of them."""
    made: Any = function_props.FunctionProp(function=None, called="", name="", key="", module=None)  # type: ignore[arg-type]
    with pytest.raises(Stopped) as stopped:
        _ = function_props.namespace_kind(asked(answer), made, made.function)
    assert isinstance(stopped.value.outcome, Garbled)


def test_the_mark_of_a_trial_is_the_value_of_its_expression_and_stands_nowhere_in_it() -> None:
    """So that to call the function is the short way to know it."""
    for _ in range(200):
        text, mark = side_effects._number_and_mark("read is not first")
        one, other = object(), object()
        assert eval(text, {"read": one, "first": other}) == mark
        assert eval(text, {"read": one, "first": one}) != mark
        assert str(abs(mark)) not in text


class LineUps:
    """Answers a line-up with the group of each label, and with the places of others."""

    def __init__(self, one: dict[str, str]) -> None:
        self.one = one

    def groups(self, objects: dict[str, object]) -> Answered[Groups]:
        """Look at nothing."""
        labels = list(objects)
        return Answered(
            Groups(group={label: labels.index(self.one.get(label, label)) for label in labels})
        )


@dataclass(frozen=True)
class Reference:
    """A number of an object in a guest."""

    number: int


def line_up_of(one: dict[str, str]) -> dict[str, object]:
    """The kinds of three results where the guest says that labels are *one* with others."""
    props: Any = {
        case: function_props.FunctionProp(
            function=Reference(place),  # type: ignore[arg-type]
            called="",
            name="",
            key="",
            module=Reference(place + 10),  # type: ignore[arg-type]
        )
        for place, case in enumerate(("first", "second", "raised"), 1)
    }
    came: Any = {
        case: case_results.CaseResult(remote=remote, value=None, stop=None, here=None)  # type: ignore[arg-type]
        for case, remote in (("first", Reference(21)), ("second", Reference(22)), ("raised", None))
    }
    right = {case: prop.module for case, prop in props.items()}
    world: Any = LineUps(one)
    kind: Any = lambda prop, found: Answered(f"kind of {found.number}")  # noqa: E731
    return dict(case_results.wrong_kinds(world, came, props, right, kind))


def test_only_results_that_are_not_the_right_ones_have_a_kind() -> None:
    """A result that is the right one of another case is wrong."""
    assert line_up_of({"first": "11", "second": "12"}) == {"raised": RAISED}
    assert line_up_of({"first": "11", "second": "11"}) == {
        "second": "kind of 22",
        "raised": RAISED,
    }
    assert line_up_of({})["first"] == "kind of 21"


@pytest.mark.parametrize("one", [{"11": "12"}, {"1": "11"}, {"3": "13"}])
def test_objects_that_were_made_apart_are_not_one(one: dict[str, str]) -> None:
    """A guest that says so has kept something else than the programs have made."""
    with pytest.raises(Stopped) as stopped:
        line_up_of(one)
    assert isinstance(stopped.value.outcome, Garbled)


END = (side_effects.RETURNED, side_effects.RAISED)


@pytest.mark.parametrize(
    ("states", "name"),
    [
        (
            {case: "probe" for case in side_effects.CASES if case[1] in END}
            | {("object", side_effects.DELETED): "gone", ("object", side_effects.REBOUND): "other"},
            "not_restored",
        ),
        (
            {case: "probe" for case in side_effects.CASES if case[1] == END[1]},
            "not_restored_after_error",
        ),
        ({("unbound", END[0]): "left"}, "name_left_behind"),
        ({("list", END[0]): "gone"}, "removed_a_name"),
        ({("list", END[0]): "copy"}, "restored_a_copy"),
        ({("list", END[0]): "other"}, ""),
        ({("object", side_effects.DELETED): "gone"}, "restored_unless_changed"),
        ({("object", side_effects.REBOUND): "other"}, "restored_unless_changed"),
    ],
)
def test_a_trace_is_named_by_where_it_was_left(
    states: dict[side_effects.Case, str], name: str
) -> None:
    """And by what: anything else is a trace without a theory."""
    assert side_effects.SIDE_EFFECT_MISTAKES.of(states)[0] == name


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"alias": "built", "word": "built"}, ("behind_built", "alias")),
        ({"word": "none", "alias": "named"}, ("behind_by_name", "alias")),
        ({"alias": "twin"}, ("behind_by_equality", "alias")),
        ({"borrowed": "borrower", "alias": "twin"}, ("behind_by_attribute", "borrowed")),
        (
            {"word": "none", "alias": "none", "wrapped": "none"},
            ("behind_single_lookup", "word"),
        ),
        ({"wrapped": "named"}, ("behind_unwrapped", "wrapped")),
        ({"namesake": "namesake", "twin_first": "twin"}, ("behind_by_contained_names", "namesake")),
        ({"alias": "none", "renamed": "none"}, ("behind_skips_aliases", "alias")),
        ({"odd": RAISED}, ("behind_stumbles", "odd")),
        ({"plain": "none"}, ("", "plain")),
    ],
)
def test_a_search_is_named_only_by_exactly_its_wrong_answers(
    wrong: dict[str, object], told: tuple[str, str]
) -> None:
    """With the case that shows it best; no name where none fits."""
    assert SEARCH_MISTAKES.of(wrong) == told


@pytest.mark.parametrize("read", [None, [], ["literal", "x", "line", {}, []], "text"])
def test_a_text_that_cannot_be_read_is_unreadable(read: object) -> None:
    """No guess is made at what it might say."""
    assert literals._literal(read).status is literals.LiteralStatus.UNREADABLE


def test_a_literal_of_any_shape_is_kept_in_part_and_takes_no_time() -> None:
    """Deep, broad, with keys that are no texts: what fits is there, and the next name whole."""
    keys = ", ".join(f"{number}j: 0" for number in range(900))
    source = (
        f"DEEP = {'[' * 10}{{{keys}}}{']' * 10}\nBROAD = {[[0] * 300] * 300}\nKEYS = {{{keys}}}\n"
    )
    names = ("DEEP", "BROAD", "KEYS", "LAST")
    program: list[Any] = []
    given: list[Any] = []

    def run(request: GuestRequest) -> Outcome:
        program.append(request.arguments[0])
        given.append(request.arguments[1])
        return returned(None)

    asked = CheckSession(FakeConnection(run), functions=(), source=b"", unusable=frozenset())
    literals.literals(asked, (source + "LAST = ('a', {'b': 1})\n").encode(), *names)
    space: dict[str, Any] = dict(given[0])
    exec(str(program[0]), space)
    found = {name: space["result"][name][1] for name in names}
    assert found["LAST"] == ("a", {"b": 1})
    assert found["DEEP"] == [[[[[[[[["…"]]]]]]]]]
    assert found["BROAD"] == [[0] * 198 + ["…"], "…"]
    assert [*found["KEYS"]][:2] == ["0j", "1j"]
    assert len(found["KEYS"]) <= literals.ITEM_LIMIT


def session(answer: Outcome) -> CheckSession:
    """A session that has loaded a file of nothing, and then is answered so, but for controls."""

    def answers(request: GuestRequest) -> Outcome:
        match request.operation, request.arguments:
            case "load", _:
                return returned([])
            case "run", (_, {"word": word}):
                return returned(word)
            case "groups", ([Handle() as first, Handle() as second],):
                return returned([0, 0 if first == second else 1])
            case _:
                return answer

    made = CheckSession(
        FakeConnection(answers), functions=(), source=b"", unusable=frozenset(), code=b"code"
    )
    made.load()
    return made


def test_objects_that_do_not_come_end_the_check() -> None:
    """Another number than was asked for cannot be told apart: a guest that gives it was changed."""
    raised = Raised(handle=THING, bases=("ValueError",), text="2 objects were wanted")
    world = props.World(session(raised), Path(), Fresh("spares"))
    one, two = world.make_each("", "one", "two")
    assert (repr(one), repr(two)) == ("one", "two")
    with pytest.raises(Stopped) as caught:
        _ = one.handle
    assert caught.value.outcome == Garbled(violation="gave other objects: 2 objects were wanted")
    assert not caught.value.prop


def test_an_identity_that_is_answered_with_no_places_ends_the_check() -> None:
    """A guest that says "yes" to the question which objects are one has been changed."""
    asked = session(returned("yes"))
    one, two = RemoteObject(asked, THING), RemoteObject(asked, THING)
    with pytest.raises(Stopped):
        one.is_(two)
    assert not one.is_(7)


def test_a_finding_that_is_not_in_its_file_is_our_fault() -> None:
    """As one that wants a word which the check does not give."""
    say = Findings(str(course.check_module("exercise_1_identity").__file__))
    with pytest.raises(Fault, match="'no_such_finding'"):
        say("no_such_finding")
    named = next(name for name, table in say.tables().items() if "{" in str(table["observed"]))
    with pytest.raises(Fault, match="cannot be told"):
        say(named)
