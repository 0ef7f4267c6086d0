"""`grade kit verify`: the proof that the content is sound.

No stub is solved, every right answer passes, every wrong answer is caught first by
the check that teaches its misconception, each check catches two that no other
would, verdicts do not depend on the seed, and no small mutation of a solution
gets full marks unless somebody has said why that is no mistake.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from grader import course
from grader.host.grading import grade_many
from grader.kit.checkout import (
    Checkout,
    Problem,
    metadata,
    rules_without_two_checks,
    stray_and_missing,
    wrong_answers,
)
from grader.kit.mutations import Mutant, mutants
from grader.kit.wrong_answer import WrongAnswer
from grader.model import Attempt, Exercise, Grade, Judgement
from grader.submissions import from_bytes

SEEDS = ("verify-1", "verify-2", "verify-3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was proved about one exercise.

    :param alone: check number to how many wrong answers it alone catches.
    :param named: misconception to how many mutants were told it.
    :param survivors: mutants with full marks, and the reason where one is listed.
    """

    exercise: Exercise
    right: int = 0
    wrong: int = 0
    as_labelled: int = 0
    mutants: int = 0
    alone: dict[str, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    survivors: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def structure(checkout: Checkout) -> Iterator[Problem]:
    """Yield the problems that can be seen without grading anything."""
    yield from stray_and_missing(checkout)
    for exercise in course.exercises():
        yield from metadata(checkout, exercise)
    yield from rules_without_two_checks()


def prove(
    checkout: Checkout,
    exercise: Exercise,
    executor: Executor,
    *,
    slots: int,
    python: str,
    changed: Sequence[Mutant],
    done: Callable[[int], None],
) -> Proof:
    """Grade everything that the corpus has for *exercise* and compare.

    :param slots: number of batches that *executor* grades at a time.
    :param changed: the mutants to try; none for a quick proof.
    :param done: told how many gradings have been done since it was last told.
    """
    wrong, problems = wrong_answers(checkout, exercise)
    right = [
        path
        for path in (checkout.solution(exercise), *checkout.right_answers(exercise))
        if path.is_file()
    ]
    known = _equivalents(checkout, exercise) if changed else {}
    texts = {path: path.read_bytes() for path in right}
    texts |= {one.path: one.text.encode() for one in wrong}
    work = [("stub", course.stub(exercise), SEEDS[0])]
    work += [(str(path), text, seed) for path, text in texts.items() for seed in SEEDS]
    work += [(mutant.name, mutant.source.encode(), SEEDS[0]) for mutant in changed]
    grades = _graded(exercise, work, executor, slots, python, done)

    problems += _stub(checkout, exercise, grades["stub", SEEDS[0]])
    problems += _right(checkout, right, grades)
    labelled = 0
    for one in wrong:
        found = list(_wrong(checkout, one, [grades[str(one.path), seed] for seed in SEEDS]))
        labelled += not found
        problems += found
    alone = _alone(exercise, [grades[str(one.path), SEEDS[0]] for one in wrong])
    problems += _teaches_alone(checkout, exercise, alone)
    verdicts = {mutant.name: grades[mutant.name, SEEDS[0]] for mutant in changed}
    survivors = {
        name: known.get(name, "")
        for name, grade in verdicts.items()
        if grade.earned == grade.possible
    }
    problems += _mutation_problems(checkout, exercise, verdicts, survivors, known)
    return Proof(
        exercise=exercise,
        right=len(right),
        wrong=len(wrong),
        as_labelled=labelled,
        mutants=len(changed),
        alone=alone,
        named=_named(verdicts.values()),
        survivors=survivors,
        problems=tuple(problems),
    )


def gradings(checkout: Checkout, exercise: Exercise, changed: Sequence[Mutant]) -> int:
    """Return how many gradings `prove` will do, for a progress bar."""
    files = len(wrong_answers(checkout, exercise)[0]) + len(checkout.right_answers(exercise)) + 1
    return 1 + files * len(SEEDS) + len(changed)


def _graded(
    exercise: Exercise,
    work: Sequence[tuple[str, bytes, str]],
    executor: Executor,
    slots: int,
    python: str,
    done: Callable[[int], None],
) -> dict[tuple[str, str], Grade]:
    attempts = [
        Attempt(
            exercise=exercise,
            submission=from_bytes(text, exercise, label=f"{exercise.slug}.py", owner=name),
            seed=seed,
            python=python,
            limits=exercise.limits,
        )
        for name, text, seed in work
    ]
    grades = {}
    for grade in grade_many(attempts, executor, slots=slots):
        grades[grade.attempt.submission.id, grade.attempt.seed] = grade
        done(1)
    return grades


def mutants_of(checkout: Checkout, exercise: Exercise) -> list[Mutant]:
    """Return the mutants of the solution of *exercise*."""
    path = checkout.solution(exercise)
    return list(mutants(path.read_text("utf-8"), exercise.functions)) if path.is_file() else []


def _equivalents(checkout: Checkout, exercise: Exercise) -> dict[str, str]:
    """Return mutants that are no mistakes, with the reason for each."""
    path = checkout.equivalents(exercise)
    if not path.is_file():
        return {}
    return {str(k): str(v) for k, v in tomllib.loads(path.read_text("utf-8")).items()}


def _stub(checkout: Checkout, exercise: Exercise, grade: Grade) -> Iterator[Problem]:
    names = [v.finding.misconception for v in grade.verdicts if v.finding is not None]
    if grade.earned or names != ["not_started"]:
        yield Problem(
            file=checkout.relative(checkout.stub(exercise)),
            message=f"earns {grade.earned} points and is told {names or 'nothing'}",
            next_step="A stub raises NotImplementedError in every function and scores 0.",
        )


def _right(
    checkout: Checkout, right: Sequence[Path], grades: dict[tuple[str, str], Grade]
) -> Iterator[Problem]:
    for path in right:
        for seed in SEEDS:
            grade = grades[str(path), seed]
            if grade.earned != grade.possible:
                first = _first(grade)
                yield Problem(
                    file=checkout.relative(path),
                    message=f"is a right answer and loses points: first at {first}",
                    next_step=f"Correct it or the check (seed {seed}).",
                )
                break


def _first(grade: Grade) -> str:
    for verdict in grade.verdicts:
        if verdict.judgement is not Judgement.PASSED:
            name = verdict.finding.misconception if verdict.finding else verdict.judgement.value
            told = verdict.evidence[:1] or filter(None, (verdict.fault,))
            evidence = "".join(f": {line[-300:]}" for line in told)
            return f"check {verdict.check.number} ({name}){evidence}"
    return "no check"


def _wrong(checkout: Checkout, one: WrongAnswer, grades: Sequence[Grade]) -> Iterator[Problem]:
    def problem(message: str, next_step: str) -> Problem:
        return Problem(file=checkout.relative(one.path), message=message, next_step=next_step)

    grade = grades[0]
    if any(each.faulted for each in grades):
        yield problem(
            f"faults the grader at {_first(grade)}", "Make the check expect such answers."
        )
        return
    if one.check.endswith(".R"):
        if grade.review is None or grade.review.state != "not_submitted":
            yield problem("is no unfinished explanation", "Correct its label or its explanation.")
        return
    first = next((v for v in grade.verdicts if v.judgement is not Judgement.PASSED), None)
    if first is None:
        yield problem("gets full marks", f"Check {one.check} should catch it: sharpen it.")
        return
    found = first.finding
    told = (first.check.number, found and found.misconception, found and found.rule)
    if told != (one.check, one.misconception, one.rule):
        yield problem(
            f"is told {told[1]} at check {told[0]}, rule {told[2]}; its label says "
            f"{one.misconception} at {one.check}, rule {one.rule}",
            "Correct the label, or the check that speaks first.",
        )
        return
    if len({tuple(_signature(each)) for each in grades}) > 1:
        yield problem(
            "gets verdicts that depend on the seed", "Run cases of the check in any order."
        )


def _signature(grade: Grade) -> Iterator[tuple[str, str | None]]:
    for verdict in grade.verdicts:
        found = verdict.finding
        yield verdict.judgement.value, found.misconception if found else None


def _alone(exercise: Exercise, grades: Sequence[Grade]) -> dict[str, int]:
    counts = {check.number: 0 for check in course.checks(exercise)}
    for grade in grades:
        lost = [v.check.number for v in grade.verdicts if v.judgement is not Judgement.PASSED]
        if len(lost) == 1:
            counts[lost[0]] += 1
    return counts


def _teaches_alone(
    checkout: Checkout, exercise: Exercise, alone: dict[str, int]
) -> Iterator[Problem]:
    folder = checkout.relative(checkout.wrong_folder(exercise))
    for number, count in alone.items():
        if count < 2:
            yield Problem(
                file=f"grader/checks/{exercise.slug}/checks.py",
                message=f"check {number} is the only one to catch {count} wrong answers, not 2",
                next_step=f"Add wrong answers to {folder}/ that only it catches, or drop the check.",
            )


def _mutation_problems(
    checkout: Checkout,
    exercise: Exercise,
    verdicts: dict[str, Grade],
    survivors: dict[str, str],
    known: dict[str, str],
) -> Iterator[Problem]:
    solution = checkout.relative(checkout.solution(exercise))
    listed = checkout.relative(checkout.equivalents(exercise))
    for name, grade in verdicts.items():
        if grade.faulted:
            yield Problem(
                file=solution,
                message=f"the mutant “{name}” faults the grader at {_first(grade)}",
                next_step="Make the check expect such answers.",
            )
    for name, reason in survivors.items():
        if not reason:
            yield Problem(
                file=solution,
                message=f"the mutant “{name}” still gets full marks",
                next_step=f"Sharpen a check, or list it in {listed} with the reason.",
            )
    for name in known:
        if name not in survivors:
            yield Problem(
                file=listed,
                message=f"lists “{name}”, which is no mutant with full marks",
                next_step="Remove the line.",
            )


def _named(grades: Iterable[Grade]) -> dict[str, int]:
    told: Counter[str] = Counter()
    for grade in grades:
        first = next((v.finding for v in grade.verdicts if v.finding is not None), None)
        if first is not None and first.misconception is not None:
            told[first.misconception] += 1
    return dict(sorted(told.items()))
