"""The proof of the findings: a wrong answer shows each, and a name stands for its signature alone.

A wrong answer shows a table of `findings.toml` if its first finding is from that table, and a signature
of a check's diagnosis if its wrong cases in that check are the signature.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader import course
from grader.exam import Diagnosis, Signature
from grader.kit.checkout import Checkout
from grader.kit.rule_coverage import finding_tables
from grader.kit.structure import Problem
from grader.kit.wrong_answer import WrongAnswer
from grader.model import Check, Exercise, Grade, Judgement, Verdict, WrongCases


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The findings that the checks of an exercise declare.

    :param tables: name of a table of `findings.toml` to its line.
    :param diagnoses: id of a check that has one to its diagnosis.
    :param unshown: name of a table that no wrong answer need show to the reason.
    """

    exercise: Exercise
    tables: Mapping[str, int]
    diagnoses: Mapping[str, Diagnosis[Any]]
    unshown: Mapping[str, str]


def read_declared(checkout: Checkout, exercise: Exercise) -> Declared:
    """Return what the check module of *exercise* and its neighbours declare."""
    lines = dict[str, int]()
    path = checkout.findings(exercise)
    if path.is_file():
        text = path.read_text("utf-8").splitlines()
        headings = {line.strip(): number for number, line in enumerate(text, start=1)}
        lines = {name: headings.get(f"[{name}]", 1) for name in finding_tables(exercise)}
    diagnoses = {}
    for check in course.checks(exercise):
        declaration = course.check_function(exercise.slug, check).__dict__["declaration"]
        if declaration.mistakes is not None:
            diagnoses[check.id] = declaration.mistakes
    listed = checkout.unshown(exercise)
    unshown = tomllib.loads(listed.read_text("utf-8")) if listed.is_file() else {}
    return Declared(
        exercise=exercise,
        tables=lines,
        diagnoses=diagnoses,
        unshown={name: reason for reason, names in unshown.items() for name in names},
    )


def first_not_passed(grade: Grade) -> Verdict | None:
    """Return the verdict of the first check that did not pass; None where all did."""
    return next((v for v in grade.verdicts if v.judgement is not Judgement.PASSED), None)


def shown_tables(grades: Iterable[Grade]) -> set[str]:
    """Return the tables that the first findings of these grades are from."""
    first = [verdict.finding for one in grades if (verdict := first_not_passed(one)) is not None]
    return {found.table for found in first if found is not None}


def unshown_problems(
    checkout: Checkout, declared: Declared, grades: Iterable[Grade]
) -> Iterator[Problem]:
    """Yield a problem for each finding and each signature that no wrong answer shows.

    :param grades: of the wrong answers.
    """
    grades, exercise = list(grades), declared.exercise
    folder, listed = (
        checkout.relative(path)
        for path in (checkout.wrong_folder(exercise), checkout.unshown(exercise))
    )
    shown = shown_tables(grades)
    missing = [name for name in declared.tables if name not in {*shown, *declared.unshown}]
    if missing:
        yield Problem(
            file=checkout.relative(checkout.findings(exercise)),
            line=declared.tables[missing[0]],
            message=f"no wrong answer is told first: {', '.join(missing)}",
            next_step=f"Add one to {folder}/ for each, remove the table, or list it in {listed} "
            "with the reason.",
        )
    for name in declared.unshown:
        if name in shown or name not in declared.tables:
            yield Problem(
                file=listed,
                message=f"lists {name}, which a wrong answer shows or no table has",
                next_step="Remove the line.",
            )
    for check in course.checks(exercise):
        for signature in _unshown_signatures(declared, check, grades):
            yield Problem(
                file=f"grader/checks/{exercise.slug}/checks.py",
                message=f"check {check.number} names {signature.finding} for these wrong cases, "
                f"which no wrong answer shows: {signature}",
                next_step=f"Add one to {folder}/ that gets exactly these wrong and passes the "
                "checks before, or remove the signature.",
            )


def _unshown_signatures(
    declared: Declared, check: Check, grades: Iterable[Grade]
) -> Iterator[Signature[Any]]:
    if (diagnosis := declared.diagnoses.get(check.id)) is None:
        return
    first = [first_not_passed(grade) for grade in grades]
    shown = {
        verdict.wrong_cases.signatures[0]
        for verdict in first
        if verdict is not None
        and verdict.check == check
        and verdict.wrong_cases is not None
        and verdict.wrong_cases.signatures
    }
    for place, signature in enumerate(diagnosis.signatures):
        if place not in shown and signature.finding not in declared.unshown:
            yield signature


def naming_problems(declared: Declared, file: str, answer: str, grade: Grade) -> Iterator[Problem]:
    """Yield a problem for each check where the wrong cases and the name of the finding disagree.

    :param file: path of the file with the problem, relative to the checkout.
    :param answer: the subject of the sentence, empty where that is the file.
    """
    subject = f"{answer} " if answer else ""
    for verdict in grade.verdicts:
        diagnosis = declared.diagnoses.get(verdict.check.id)
        if diagnosis is None or verdict.finding is None:
            continue
        at = f"at check {verdict.check.number}"
        wrong, told = verdict.wrong_cases, verdict.finding.table
        matching = [diagnosis.signatures[place] for place in wrong.signatures] if wrong else []
        if told in diagnosis.findings and told not in [one.finding for one in matching]:
            yield Problem(
                file=file,
                message=f"{subject}is told {told} {at} without its signature: {describe(wrong)}",
                next_step="Report what `learner.diagnose` returns, or use another finding.",
            )
        elif matching and told != matching[0].finding:
            yield Problem(
                file=file,
                message=f"{subject}has {at} the signature of {matching[0].finding} and is told "
                f"{told or 'something else'}: {describe(wrong)}",
                next_step="Report what `learner.diagnose` returns, or sharpen the signature.",
            )
        known = {*matching[0].before, matching[0].finding} if matching else set()
        others = sorted({one.finding for one in matching} - known)
        if others:
            yield Problem(
                file=file,
                message=f"{subject}has {at} the signature of {matching[0].finding} and also of "
                f"{', '.join(others)}: {describe(wrong)}",
                next_step="Add a case that tells them apart, or declare the order: "
                f"Signature({matching[0].finding!r}, …, before={set(others)}).",
            )


def describe(wrong: WrongCases | None) -> str:
    """Return the wrong cases of a verdict as a clause."""
    if wrong is None:
        return "the check has asked for no diagnosis"
    listed = ", ".join(f"{case} ({result})" for case, result in wrong.results.items())
    return f"wrong are {listed}"


def label_hint(declared: Declared, one: WrongAnswer, verdict: Verdict) -> str:
    """Return what to add to a label that disagrees with a verdict: wrong cases, and those wanted.

    :returns: empty where neither the check nor the label has a signature.
    """
    told = f"; {describe(verdict.wrong_cases)}" if verdict.wrong_cases is not None else ""
    number = {check.number: check.id for check in course.checks(declared.exercise)}
    diagnosis = declared.diagnoses.get(number.get(one.check, ""))
    wanted = (
        [str(s) for s in diagnosis.signatures if s.finding == one.misconception]
        if diagnosis
        else []
    )
    return told + (f"; {one.misconception} is {' — or '.join(wanted)}" if wanted else "")
