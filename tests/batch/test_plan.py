"""What there is to do for a class: decided from what was handed in and what is there already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support.small_classes import found

from grader import course
from grader.batch.cache_key import (
    Environment,
    GradingOptions,
    environment_here,
    key_of,
    seed_of,
    tree_digest,
)
from grader.batch.plan import ALL, FAULTED, Plan, Shard, parse_shard, plan
from grader.errors import UsageError
from grader.gradebook.store import RowSummary
from grader.model import Row, State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.batch.layouts import ClassFiles

SETUP = Environment(kit="1.0", checks="c" * 64, python="3.12.1")
TERMS = GradingOptions(environment=SETUP)
ONE = [course.exercise(1)]
ALL_THREE = course.exercises()
CLASS = found({"student01": {1: b"a = 1\n"}, "student02": {1: b"b = 2\n"}})


def planned(
    handed: ClassFiles = CLASS,
    there: Mapping[tuple[str, int], RowSummary] | None = None,
    options: GradingOptions = TERMS,
    rerun: str = "",
) -> Plan:
    """Plan exercise 1 of a class."""
    return plan(handed, there or {}, options, ONE, shard=Shard(), rerun=rerun)


def standing(row: Row) -> RowSummary:
    """Return what a gradebook would tell of a row."""
    return RowSummary(state=row.state, key=row.key, name=row.name, file=row.file)


def graded(made: Plan) -> dict[tuple[str, int], RowSummary]:
    """Return the gradebook after a plan was carried out and everything was graded."""
    there = {(row.student, row.exercise): standing(row) for row in made.rows}
    for item in made.work:
        for owner in item.owners:
            there[owner.student, item.exercise.number] = RowSummary(
                state=State.GRADED, key=item.key, name=owner.name, file=owner.file
            )
    return there


def to_grade(made: Plan) -> list[str]:
    """Return whose submissions are graded."""
    return sorted(owner.student for item in made.work for owner in item.owners)


def test_every_student_gets_one_row_for_each_exercise() -> None:
    """Whatever was handed in: graded, nothing, unreadable for two reasons."""
    utf16 = "a = 1\n".encode("utf-16")
    handed = found({"student01": {1: b"a"}, "student02": {}, "student03": {2: None, 3: utf16}})
    made = plan(handed, {}, TERMS, ALL_THREE, shard=Shard())
    states = {(row.student, row.exercise): row.state for row in made.rows}
    assert to_grade(made) == ["student01"]
    assert len(states) + made.to_grade == 9
    assert [place for place, state in states.items() if state is State.UNREADABLE] == [
        ("student03", 2),
        ("student03", 3),
    ]
    whys = [row.why for row in made.rows if row.state is State.UNREADABLE]
    assert whys[0] == "It is torn."
    assert "UTF-16" in whys[1]
    assert all(row.earned == 0 and row.possible == 8 for row in made.rows)


def test_what_has_not_changed_is_not_done_again() -> None:
    """Not even rows that need no grading are written twice."""
    handed = found({"student01": {1: b"a"}, "student02": {}, "student03": {1: None}})
    again = planned(handed, graded(planned(handed)))
    assert (again.work, again.rows, again.copies, again.unchanged) == ((), (), (), 3)


def test_changed_bytes_are_graded_again_and_nobody_elses() -> None:
    """The key is over the bytes."""
    there = graded(planned())
    changed = found({"student01": {1: b"a = 1\n"}, "student02": {1: b"b = 3\n"}})
    assert to_grade(planned(changed, there)) == ["student02"]


@pytest.mark.parametrize(
    "options",
    [
        GradingOptions(environment=replace(SETUP, kit="1.1")),
        GradingOptions(environment=replace(SETUP, checks="d" * 64)),
        GradingOptions(environment=replace(SETUP, python="3.12.2")),
        GradingOptions(environment=SETUP, seconds=6.0),
        GradingOptions(environment=SETUP, seed="7f3a"),
    ],
    ids=["kit", "checks", "python", "limits", "seed"],
)
def test_whatever_a_grade_depends_on_grades_everybody_again(options: GradingOptions) -> None:
    """A change of the kit, its checks, the guests' Python, the limits or the seed."""
    assert to_grade(planned(there=graded(planned()), options=options)) == ["student01", "student02"]


def test_the_key_heeds_the_exercise_and_the_seed_follows_from_the_key() -> None:
    """The same bytes for two exercises are two things; the same key draws the same seed."""
    keys = {key_of("0" * 64, exercise, TERMS) for exercise in ALL_THREE}
    assert len(keys) == 3
    assert len({seed_of(key, TERMS) for key in keys}) == 3
    assert {seed_of(key, GradingOptions(environment=SETUP, seed="x")) for key in keys} == {"x"}
    assert key_of("0" * 64, ONE[0], TERMS) == key_of(
        "0" * 64, ONE[0], GradingOptions(environment=SETUP)
    )


def test_the_digest_of_the_checks_is_over_their_files() -> None:
    """It is known without running anything, and so is our own Python's version."""
    environment = environment_here("")
    assert len(environment.checks) == 64
    assert environment.python.count(".") == 2


def test_rows_that_are_not_final_are_graded_again() -> None:
    """A time-out and a fault leave a row without a key."""
    there = graded(planned())
    there["student01", 1] = replace(there["student01", 1], key="")
    there["student02", 1] = replace(there["student02", 1], state=State.FAULTED, key="")
    assert to_grade(planned(there=there)) == ["student01", "student02"]


def test_rerun_names_rows_and_leaves_all_others_alone() -> None:
    """All; those that are faulted; one student's."""
    there = graded(planned())
    assert to_grade(planned(there=there, rerun=ALL)) == ["student01", "student02"]
    assert to_grade(planned(there=there, rerun="student02")) == ["student02"]
    assert to_grade(planned(there=there, rerun=FAULTED)) == []
    there["student01", 1] = replace(there["student01", 1], state=State.FAULTED, key="")
    assert to_grade(planned(there=there, rerun=FAULTED)) == ["student01"]
    assert to_grade(planned(there={}, rerun="student02")) == ["student02"]
    with pytest.raises(UsageError, match="no such student"):
        planned(rerun="student99")


def test_students_of_earlier_runs_stay_and_are_named() -> None:
    """A roster that calls people otherwise, somebody who left: their rows are not this class'."""
    there = graded(planned())
    made = planned(found({"student02": {1: b"b = 2\n"}, "student03": {}}), there)
    assert made.elsewhere == ("student01",)
    assert [row.student for row in made.rows] == ["student03"]
    with pytest.raises(UsageError, match="in the gradebook and not in this class"):
        planned(found({"student02": {}}), there, rerun="student01")


def test_an_empty_row_is_written_anew_when_the_exercise_is_worth_something_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The points possible are part of it, as of a grade."""
    handed = found({"student01": {}, "student02": {1: None}})
    there = graded(planned(handed))
    checks = course.checks(ONE[0])
    monkeypatch.setattr(course, "checks", lambda _: checks[:-1])
    assert [row.possible for row in planned(handed, there).rows] == [7, 7]


def test_the_same_bytes_are_graded_once() -> None:
    """For all who handed them in, now or since the last run."""
    twins = found({"student01": {1: b"a"}, "student02": {1: b"a"}})
    made = planned(twins)
    assert [[owner.student for owner in item.owners] for item in made.work] == [
        ["student01", "student02"]
    ]
    there = graded(made)
    del there["student02", 1]
    later = planned(twins, there)
    assert later.work == ()
    assert [(copy.source, copy.owner.student) for copy in later.copies] == [
        ("student01", "student02")
    ]


def test_a_new_name_is_written_without_grading() -> None:
    """A roster that came later, a file that was moved."""
    there = graded(planned())
    named = replace(CLASS, students=tuple(replace(one, name="N") for one in CLASS.students))
    made = planned(named, there)
    assert made.work == ()
    assert [(copy.source, copy.owner.name) for copy in made.copies] == [
        ("student01", "N"),
        ("student02", "N"),
    ]


def test_a_grade_is_not_lost_because_a_path_was_not_named() -> None:
    """Nothing found now keeps what is there, unless a rerun gives it up."""
    there = graded(planned())
    empty = found({"student01": {}, "student02": {1: b"b = 2\n"}})
    made = planned(empty, there)
    assert made.kept == (("student01", 1),)
    assert made.rows == ()
    gone = planned(empty, there, rerun="student01")
    assert [row.state for row in gone.rows] == [State.NOTHING_HANDED_IN]


def test_shards_part_a_class_the_same_way_everywhere() -> None:
    """Each student is in exactly one, whoever else is in the class."""
    names = [f"student{number:03}" for number in range(300)]
    parts = [{one for one in names if Shard(number=i, of=7).has(one)} for i in range(1, 8)]
    assert sum(map(len, parts)) == len(set().union(*parts)) == 300
    assert all(20 < len(part) < 70 for part in parts)
    assert [i for i in range(1, 8) if Shard(number=i, of=7).has("student001")] == [7]
    assert Shard().has("anybody")


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "1/", "/2", "a/b", "-1/3", "1/0", "1/2/3"])
def test_a_shard_that_is_none_is_told(text: str) -> None:
    """And one that is, is read."""
    assert parse_shard("2/5") == Shard(number=2, of=5)
    with pytest.raises(UsageError, match="names no part"):
        parse_shard(text)


@pytest.mark.parametrize("part", ["checks.py", "helper.py", "findings.toml", "deeper/helper.py"])
def test_an_edit_in_any_file_of_the_checks_changes_their_digest(tmp_path: Path, part: str) -> None:
    """Or what was graded by the checks of yesterday would pass for graded by today's."""
    path = tmp_path / "exercise_1_identity" / part
    path.parent.mkdir(parents=True)
    seen = {tree_digest(tmp_path)}
    for text in ("a = 1\n", "a = 2\n"):
        path.write_text(text, "utf-8")
        seen.add(tree_digest(tmp_path))
    path.rename(path.with_name(f"other{path.suffix}"))
    seen.add(tree_digest(tmp_path))
    assert len(seen) == 4


def test_what_python_keeps_beside_a_module_is_no_part_of_the_digest(tmp_path: Path) -> None:
    """A folder of compiled files appears when the checks are used."""
    (tmp_path / "checks.py").write_text("a = 1\n", "utf-8")
    before = tree_digest(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "checks.cpython-311.pyc").write_bytes(b"compiled")
    assert tree_digest(tmp_path) == before
