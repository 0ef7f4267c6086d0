"""The proof of the content that `grade kit verify` gives, by grading all that the corpus has.

No stub is solved, every right answer passes, every wrong answer fails first at the check of its
label with its misconception and rule, each check alone catches two wrong answers, each finding and
each signature of a mistake is shown by a wrong answer, the text of each finding is short and kind,
verdicts do not depend on the seed, and no small mutation of a solution gets full marks unless it is
listed with a reason.
"""

from __future__ import annotations

import ast
import difflib
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from grader import course
from grader.host.grading import grade_many
from grader.kit.checkout import Checkout
from grader.kit.finding_texts import text_problems
from grader.kit.mutations import Mutant, mutants
from grader.kit.signatures import (
    Declared,
    first_not_passed,
    label_hint,
    naming_problems,
    read_declared,
    shown_tables,
    unshown_problems,
)
from grader.kit.structure import Problem, has_solution, wrong_answers
from grader.kit.wrong_answer import WrongAnswer
from grader.model import Attempt, Exercise, Finding, Grade, Judgement
from grader.submissions import from_bytes

SEEDS = ("verify-1", "verify-2", "verify-3")
_STUB = "stub"
_OUT_OF_TIME = {"time_limit", "load_endless"}
"""Tables of the engine's findings for code that was stopped at its time limit."""

Grades = Mapping[tuple[str, str], Grade]
"""Name of an answer and seed to its grade. The name of a file is its path, that of a mutant its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The answers to one exercise that a proof grades.

    :param right: right answers, the solution first.
    :param mutants: mutants of the solution; none for a quick proof.
    :param equivalents: name of a mutant that is no mistake to the reason.
    :param problems: what was wrong with the files of the corpus.
    """

    exercise: Exercise
    right: tuple[Path, ...] = ()
    wrong: tuple[WrongAnswer, ...] = ()
    mutants: tuple[Mutant, ...] = ()
    equivalents: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def answers(self) -> Iterator[tuple[str, bytes, str]]:
        """Yield name, text and seed of each answer to grade."""
        yield _STUB, course.stub(self.exercise), SEEDS[0]
        for seed in SEEDS:
            for path in self.right:
                yield str(path), path.read_bytes(), seed
            for one in self.wrong:
                yield str(one.path), one.text.encode(), seed
        for mutant in self.mutants:
            yield mutant.name, mutant.source.encode(), SEEDS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The result of grading the corpus of one exercise.

    :param right: number of right answers, the solution among them.
    :param wrong: number of wrong answers.
    :param as_labelled: number of wrong answers that fail as their label says.
    :param findings: number of findings that `findings.toml` words.
    :param shown: number of these that are the first finding of a wrong answer.
    :param mutants: number of mutants of the solution.
    :param alone: check number to the number of wrong answers that fail this check and no other.
    :param named: misconception to the number of mutants whose first finding names it.
    :param survivors: name of a mutant with full marks to the reason why it is no mistake; empty
        where none is listed, which is a problem too.
    """

    exercise: Exercise
    right: int = 0
    wrong: int = 0
    as_labelled: int = 0
    findings: int = 0
    shown: int = 0
    mutants: int = 0
    alone: Mapping[str, int] = field(default_factory=dict)
    named: Mapping[str, int] = field(default_factory=dict)
    survivors: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_corpus(checkout: Checkout, exercise: Exercise, *, with_mutants: bool) -> Corpus:
    """Return the answers to *exercise*; no right and no wrong ones if there is no solution."""
    if not has_solution(checkout, exercise):
        return Corpus(exercise=exercise)
    solution, listed = checkout.solution(exercise), checkout.equivalents(exercise)
    wrong, problems = wrong_answers(checkout, exercise)
    made: tuple[Mutant, ...] = ()
    equivalents: dict[str, str] = {}
    if with_mutants:
        made = tuple(mutants(solution.read_text("utf-8"), exercise.functions))
        texts = tomllib.loads(listed.read_text("utf-8")) if listed.is_file() else {}
        equivalents = {name: str(reason) for name, reason in texts.items()}
    return Corpus(
        exercise=exercise,
        right=(solution, *sorted(checkout.right_folder(exercise).glob("*.py"))),
        wrong=tuple(wrong),
        mutants=made,
        equivalents=equivalents,
        problems=tuple(problems),
    )


def prove(
    checkout: Checkout,
    corpus: Corpus,
    executor: Executor,
    *,
    slots: int,
    python: str,
    done: Callable[[int], None],
) -> Proof:
    """Grade every answer of *corpus* and compare the grades with what they must be.

    :param slots: number of batches that *executor* grades at a time.
    :param python: the interpreter of the guests.
    :param done: called with the number of answers graded since the last call.
    """
    exercise = corpus.exercise
    grades = _graded(corpus, executor, slots, python, done)
    problems = [*corpus.problems, *_stub_problems(checkout, exercise, grades[_STUB, SEEDS[0]])]
    problems += _right_problems(checkout, corpus.right, grades)
    as_labelled, declared = 0, read_declared(checkout, exercise)
    for one in corpus.wrong:
        seeds = [grades[str(one.path), seed] for seed in SEEDS]
        found = list(_wrong_problems(checkout, declared, one, seeds))
        as_labelled += not found
        problems += found
    wrong = [grades[str(one.path), SEEDS[0]] for one in corpus.wrong]
    alone = _alone(exercise, wrong)
    if corpus.right:
        problems += _alone_problems(checkout, exercise, alone)
        problems += unshown_problems(checkout, declared, wrong)
        problems += _finding_problems(checkout, corpus, declared, grades)
    verdicts = {mutant.name: grades[mutant.name, SEEDS[0]] for mutant in corpus.mutants}
    problems += _mutant_problems(checkout, corpus, verdicts)
    return Proof(
        exercise=exercise,
        right=len(corpus.right),
        wrong=len(corpus.wrong),
        as_labelled=as_labelled,
        findings=len(declared.tables),
        shown=len(shown_tables(wrong) & declared.tables.keys()),
        mutants=len(corpus.mutants),
        alone=alone,
        named=_named(verdicts.values()),
        survivors={
            name: corpus.equivalents.get(name, "")
            for name, grade in verdicts.items()
            if _has_full_marks(grade)
        },
        problems=tuple(problems),
    )


def _graded(
    corpus: Corpus, executor: Executor, slots: int, python: str, done: Callable[[int], None]
) -> Grades:
    """Grade each answer; what ran out of time, unless its label says so, again when all else is done."""
    exercise = corpus.exercise
    attempts = [
        Attempt(
            exercise=exercise,
            submission=from_bytes(text, exercise, label=f"{exercise.slug}.py", owner=name),
            seed=seed,
            python=python,
            limits=exercise.limits,
        )
        for name, text, seed in corpus.answers()
    ]
    grades = {}
    for grade in grade_many(attempts, executor, slots=slots):
        grades[grade.attempt.submission.id, grade.attempt.seed] = grade
        done(1)
    # A time limit is by the clock, and a busy machine is no fault of an answer.
    slow = {str(one.path) for one in corpus.wrong if one.misconception in _OUT_OF_TIME}
    for (name, seed), grade in grades.items():
        if name not in slow and any(f.table in _OUT_OF_TIME for f in _findings(grade)):
            (grades[name, seed],) = grade_many([grade.attempt], executor, slots=1)
    return grades


def _stub_problems(checkout: Checkout, exercise: Exercise, grade: Grade) -> Iterator[Problem]:
    names = [v.finding.misconception for v in grade.verdicts if v.finding is not None]
    if grade.earned or names != ["not_started"]:
        yield Problem(
            file=checkout.relative(checkout.stub(exercise)),
            message=f"earns {grade.earned} points and is told {names or 'nothing'}",
            next_step="A stub raises NotImplementedError in every function and scores 0.",
        )


def _right_problems(checkout: Checkout, right: Sequence[Path], grades: Grades) -> Iterator[Problem]:
    for path in right:
        lost = [seed for seed in SEEDS if not _has_full_marks(grades[str(path), seed])]
        if lost:
            yield Problem(
                file=checkout.relative(path),
                message=(
                    "is a right answer and loses points: first at "
                    f"{_first_loss(grades[str(path), lost[0]])}"
                ),
                next_step=f"Correct it or the check (seed {lost[0]}).",
            )


def _wrong_problems(
    checkout: Checkout, declared: Declared, one: WrongAnswer, grades: Sequence[Grade]
) -> Iterator[Problem]:
    """Yield the first problem of a wrong answer with its grades, one for each seed."""

    def problem(message: str, next_step: str) -> Problem:
        return Problem(file=checkout.relative(one.path), message=message, next_step=next_step)

    grade = grades[0]
    if any(each.faulted for each in grades):
        yield problem(
            f"faults the grader at {_first_loss(grade)}", "Make the check expect such answers."
        )
        return
    if one.check.endswith(".R"):
        if grade.review is None or grade.review.state != "not_submitted":
            yield problem("is no unfinished explanation", "Correct its label or its explanation.")
        return
    first = first_not_passed(grade)
    if first is None:
        yield problem("gets full marks", f"Check {one.check} should catch it: sharpen it.")
        return
    found = first.finding
    if found is None:
        yield problem(
            f"is blocked at check {first.check.number}, without a finding",
            "Correct the check, or what it needs.",
        )
        return
    label = (one.check, one.misconception, one.rule)
    if (first.check.number, found.misconception, found.rule) != label:
        yield problem(
            f"is told {found.misconception or 'no name'} at check {first.check.number}, rule "
            f"{found.rule}; its label says {one.misconception or 'no name'} at {one.check}, rule "
            f"{one.rule}{label_hint(declared, one, first)}",
            "Correct the label, or the check that speaks first.",
        )
        return
    blocked = first.judgement is Judgement.BLOCKED
    if blocked != one.blocks:
        words = ("blocks", "caught by") if blocked else ("caught by", "blocks")
        yield problem(
            f"has check {one.check} {first.judgement.value}, as `# {words[0]}:` would say; its label "
            f"says `# {words[1]}:`",
            "Correct the label, or the check.",
        )
        return
    if len({tuple(_signature(each)) for each in grades}) > 1:
        yield problem(
            "gets verdicts that depend on the seed", "Run cases of the check in any order."
        )


def _signature(grade: Grade) -> Iterator[tuple[str, str | None, frozenset[str]]]:
    for verdict in grade.verdicts:
        found, wrong = verdict.finding, verdict.wrong_cases
        yield (
            verdict.judgement.value,
            found.misconception if found else None,
            frozenset(wrong.results if wrong else ()),
        )


def _finding_problems(
    checkout: Checkout, corpus: Corpus, declared: Declared, grades: Grades
) -> Iterator[Problem]:
    """Yield the problems of names and texts in the findings of wrong answers and mutants."""
    told = []
    solution = checkout.relative(checkout.solution(corpus.exercise))
    for one in corpus.wrong:
        file = checkout.relative(one.path)
        yield from naming_problems(declared, file, "", grades[str(one.path), SEEDS[0]])
        for seed in SEEDS:
            told += [(file, found) for found in _findings(grades[str(one.path), seed])]
    for mutant in corpus.mutants:
        answer, grade = f"the mutant “{mutant.name}”", grades[mutant.name, SEEDS[0]]
        yield from naming_problems(declared, solution, answer, grade)
        told += [(answer, found) for found in _findings(grade)]
    yield from text_problems(checkout, declared, told)


def _findings(grade: Grade) -> Iterator[Finding]:
    return (verdict.finding for verdict in grade.verdicts if verdict.finding is not None)


def _first_loss(grade: Grade) -> str:
    """Return the first check that did not pass, with its misconception or its evidence."""
    for verdict in grade.verdicts:
        if verdict.judgement is not Judgement.PASSED:
            name = verdict.finding.misconception if verdict.finding else verdict.judgement.value
            reasons = verdict.evidence[:1] or filter(None, (verdict.fault,))
            evidence = "".join(f": {line[-300:]}" for line in reasons)
            return f"check {verdict.check.number} ({name}){evidence}"
    return "no check"


def _has_full_marks(grade: Grade) -> bool:
    return grade.earned == grade.possible


def _alone(exercise: Exercise, grades: Iterable[Grade]) -> dict[str, int]:
    counts = {check.number: 0 for check in course.checks(exercise)}
    for grade in grades:
        lost = [v.check.number for v in grade.verdicts if v.judgement is not Judgement.PASSED]
        if len(lost) == 1:
            counts[lost[0]] += 1
    return counts


def _alone_problems(
    checkout: Checkout, exercise: Exercise, alone: Mapping[str, int]
) -> Iterator[Problem]:
    folder = checkout.relative(checkout.wrong_folder(exercise))
    for number, count in alone.items():
        if count < 2:
            yield Problem(
                file=f"grader/checks/{exercise.slug}/checks.py",
                message=f"check {number} is the only one to catch {count} wrong answers, not 2",
                next_step=f"Add wrong answers to {folder}/ that only it catches, or drop the check.",
            )


def _mutant_problems(
    checkout: Checkout, corpus: Corpus, verdicts: Mapping[str, Grade]
) -> Iterator[Problem]:
    solution = checkout.solution(corpus.exercise)
    listed = checkout.relative(checkout.equivalents(corpus.exercise))
    for mutant in corpus.mutants:
        grade = verdicts[mutant.name]
        if grade.faulted:
            message = f"the mutant “{mutant.name}” faults the grader at {_first_loss(grade)}"
            next_step = "Make the check expect such answers."
        elif _has_full_marks(grade) and mutant.name not in corpus.equivalents:
            message = f"the mutant “{mutant.name}” still gets full marks"
            next_step = f"Sharpen a check, or list it in {listed} with the reason."
        else:
            continue
        yield Problem(
            file=checkout.relative(solution),
            line=mutant.line,
            message=message,
            next_step=next_step,
            diff=_diff(solution.read_text("utf-8"), mutant),
        )
    for name in corpus.equivalents:
        if name not in verdicts or not _has_full_marks(verdicts[name]):
            yield Problem(
                file=listed,
                message=f"lists “{name}”, which is no mutant with full marks",
                next_step="Remove the line.",
            )


def _diff(solution: str, mutant: Mutant) -> tuple[str, ...]:
    """Return the lines by which *mutant* differs, with one line of context on either side."""
    before = ast.unparse(ast.parse(solution)).splitlines()  # as the mutant is written
    lines = list(difflib.unified_diff(before, mutant.source.splitlines(), lineterm="", n=1))
    return tuple(line for line in lines[2:] if not line.startswith("@@"))  # without the names


def _named(grades: Iterable[Grade]) -> dict[str, int]:
    names: Counter[str] = Counter()
    for grade in grades:
        first = next((v.finding for v in grade.verdicts if v.finding is not None), None)
        if first is not None and first.misconception is not None:
            names[first.misconception] += 1
    return dict(sorted(names.items()))
