"""The proof of findings: what no wrong answer shows, and names that their signatures do not bear out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from support.grading import ROOT

from grader import course
from grader.exam import Diagnosis, NoResult, Signature
from grader.exam.diagnosis import wrong_cases
from grader.kit import signatures
from grader.kit.checkout import Checkout
from grader.kit.signatures import Declared
from grader.kit.wrong_answer import WrongAnswer
from grader.model import (
    Attempt,
    Finding,
    Grade,
    Judgement,
    Submission,
    Verdict,
    WrongCases,
)

ONE = course.exercise(1)
FIRST, SECOND, *_ = course.checks(ONE)
HERE = Checkout(root=ROOT)
MISTAKES = Diagnosis(
    ("a", "b", "c"),
    Signature("left", {"a"}, results={True, False}, before={"any"}),
    Signature("right", {"b": NoResult("KeyError")}, optional={"c"}),
    Signature("any", results={True, False}),
    Signature("last", {"c"}),
)
DECLARED = Declared(
    exercise=ONE,
    tables={"left": 3, "right": 9, "any": 15, "last": 21, "unnamed": 27},
    diagnoses={SECOND.id: MISTAKES},
    unshown={},
)


def told(table: str, wrong: Mapping[str, object] | None) -> Verdict:
    """Return the verdict of the second check with a finding of *table* after these wrong cases."""
    found = Finding(
        misconception=None,
        rule=None,
        call="",
        observed="o",
        expected="e",
        why="w",
        next_step="n",
        table=table,
    )
    cases = wrong_cases(MISTAKES, wrong) if wrong else None
    return Verdict(check=SECOND, judgement=Judgement.FAILED, finding=found, wrong_cases=cases)


def graded(*verdicts: Verdict, first: Judgement = Judgement.PASSED) -> Grade:
    """Return a grade in which the first check has that judgement."""
    empty = Submission(id="", label="answer.py", files={})
    return Grade(
        attempt=Attempt(exercise=ONE, submission=empty, seed="seed"),
        verdicts=(Verdict(check=FIRST, judgement=first), *verdicts),
    )


SHOWN = [
    graded(told("left", {"a": True})),
    graded(told("right", {"b": NoResult("KeyError"), "c": None})),
    graded(told("any", {"b": True})),
    graded(told("last", {"c": None})),
    graded(told("unnamed", {"a": None})),
]


def test_findings_and_signatures_that_wrong_answers_show_are_no_problem() -> None:
    """Each is the first finding of one, at its check."""
    assert not list(signatures.unshown_problems(HERE, DECLARED, SHOWN))


@pytest.mark.parametrize("missing", [0, 1, 2, 3])
def test_a_finding_and_a_signature_that_no_wrong_answer_shows_are_named(missing: int) -> None:
    """With file and line, and with the wrong cases that an answer must have."""
    name = ("left", "right", "any", "last")[missing]
    grades = [one for place, one in enumerate(SHOWN) if place != missing]
    table, signature = signatures.unshown_problems(HERE, DECLARED, grades)
    assert table.message == f"no wrong answer is told first: {name}"
    assert (table.file, table.line) == (
        f"grader/checks/{ONE.slug}/findings.toml",
        DECLARED.tables[name],
    )
    assert signature.message.startswith(f"check 1.2 names {name} for these wrong cases, which no")
    assert signature.message.endswith(str(MISTAKES.signatures[missing]))
    assert all("tests/misconceptions/exercise_1/" in one.next_step for one in (table, signature))


def test_a_finding_that_only_comes_second_is_not_shown() -> None:
    """Its answer fails another check first, and a learner reads that."""
    later = [*SHOWN[:-2], graded(told("last", {"c": None}), first=Judgement.FAILED), SHOWN[-1]]
    told_first, signature = signatures.unshown_problems(HERE, DECLARED, later)
    assert "last" in told_first.message
    assert "names last" in signature.message


def test_a_listed_finding_needs_no_wrong_answer_and_the_list_is_true() -> None:
    """A line about one that is shown, or that no table has, is to be removed."""
    listed = replace(DECLARED, unshown={"last": "cannot be built", "left": "no", "gone": "no"})
    grades = [one for place, one in enumerate(SHOWN) if place != 3]
    problems = list(signatures.unshown_problems(HERE, listed, grades))
    assert [one.message for one in problems] == [
        "lists left, which a wrong answer shows or no table has",
        "lists gone, which a wrong answer shows or no table has",
    ]
    assert {one.file for one in problems} == {"tests/misconceptions/exercise_1/unshown.toml"}


@pytest.mark.parametrize(
    ("table", "wrong", "said"),
    [
        (
            "last",
            {"a": True},
            "is told last at check 1.2 without its signature: wrong are a (True)",
        ),
        ("left", None, "is told left at check 1.2 without its signature: the check has asked for"),
        ("unnamed", {"a": True}, "has at check 1.2 the signature of left and is told unnamed: "),
        ("any", {"c": True}, "has at check 1.2 the signature of any and also of last: wrong are c"),
        ("any", {"a": True}, "has at check 1.2 the signature of left and is told any: "),
    ],
)
def test_a_name_and_the_wrong_cases_must_agree(
    table: str, wrong: Mapping[str, object] | None, said: str
) -> None:
    """A name without its signature, a signature without its name, and one vector of two names."""
    problems = list(signatures.naming_problems(DECLARED, "x.py", "", graded(told(table, wrong))))
    assert problems[0].message.startswith(said)
    assert problems[0].file == "x.py"
    assert all(one.next_step for one in problems)


def test_two_names_of_one_vector_may_be_declared_in_order() -> None:
    """`before` says that the later one does not count; then nothing is wrong."""
    assert wrong_cases(MISTAKES, {"a": True}).signatures == (0, 2)
    for one in SHOWN:
        assert not list(signatures.naming_problems(DECLARED, "x.py", "", one))


def test_a_label_that_is_not_told_is_compared_case_by_case() -> None:
    """With what the answer got wrong, and what the name of the label stands for."""
    label = WrongAnswer(
        blocks=False, path=ROOT / "x.py", text="", check="1.2", misconception="right", rule=None
    )
    hint = signatures.label_hint(DECLARED, label, told("left", {"a": True}))
    assert hint == "; wrong are a (True); right is b: KeyError; perhaps c"
    other = replace(label, check="1.1")
    assert (
        signatures.label_hint(DECLARED, other, Verdict(check=FIRST, judgement=Judgement.FAILED))
        == ""
    )


def test_what_is_declared_is_read_from_the_checks_and_their_files(tmp_path: Path) -> None:
    """The line of each table, the diagnosis of each check, and the reasons of the list."""
    declared = signatures.read_declared(HERE, ONE)
    text = HERE.findings(ONE).read_text("utf-8").splitlines()
    assert declared.tables
    assert all(text[line - 1] == f"[{name}]" for name, line in declared.tables.items())
    assert [one.partition(".")[2] for one in declared.diagnoses] == ["same_means_identical"]
    folder = tmp_path / "tests/misconceptions/exercise_1"
    folder.mkdir(parents=True)
    (folder / "unshown.toml").write_text('"nobody does that" = ["left", "right"]\n', "utf-8")
    elsewhere = signatures.read_declared(Checkout(root=tmp_path), ONE)
    assert elsewhere.tables == {}
    assert elsewhere.unshown == {"left": "nobody does that", "right": "nobody does that"}


def test_wrong_cases_are_texts_in_the_order_of_their_declaration() -> None:
    """They cross from the examiner as JSON, and are read by people."""
    made = Diagnosis((("list", True), ("list", False)), Signature("all", results={None}))
    assert wrong_cases(made, {("list", False): None, ("list", True): "x" * 200}) == WrongCases(
        results={"list True": "x" * 80, "list False": "None"}, signatures=()
    )
