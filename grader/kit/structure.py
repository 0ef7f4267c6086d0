"""The structure of the content: what is missing, stray or half described, seen without grading."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader import course
from grader.errors import UsageError
from grader.kit.checkout import Checkout
from grader.kit.wrong_answer import WrongAnswer, graded_text, read_wrong_answer
from grader.model import Exercise

_IGNORED = {"__pycache__", ".DS_Store", ".gitkeep"}
_LISTS = {"equivalent.toml", "unshown.toml"}
"""Files beside the answers that list exceptions, with their reasons."""
_BLANK = "TODO"
"""The mark of a blank in what `grade kit new` writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A mistake in the content.

    :param file: its path, relative to the checkout.
    :param message: what is wrong, the predicate of a sentence whose subject is the file.
    :param next_step: what to do, one sentence.
    :param line: the line that is concerned, 1-based; None for the file as a whole.
    :param diff: lines of a unified diff that show what is wrong; may be empty.
    """

    file: str
    message: str
    next_step: str
    line: int | None = None
    diff: tuple[str, ...] = ()


def structure(checkout: Checkout) -> Iterator[Problem]:
    """Yield the problems that can be seen without grading anything."""
    yield from stray_and_missing(checkout)
    for exercise in course.exercises():
        yield from metadata(checkout, exercise)
        yield from unfinished_texts(checkout, exercise)
    yield from rules_without_two_checks()


def wrong_answers(
    checkout: Checkout, exercise: Exercise
) -> tuple[list[WrongAnswer], list[Problem]]:
    """Return the wrong answers to *exercise*, and a problem for each that cannot be read.

    Both are empty if there is no solution to put them together with.
    """
    found, problems = [], []
    if has_solution(checkout, exercise):
        solution = checkout.solution(exercise).read_text("utf-8")
        for path in sorted(checkout.wrong_folder(exercise).glob("*.py")):
            try:
                found.append(read_wrong_answer(path, solution))
            except UsageError as error:
                problems.append(
                    Problem(
                        file=checkout.relative(path),
                        message=error.message,
                        next_step=error.next_step,
                    )
                )
    return found, problems


def graded_text_of(checkout: Checkout, path: Path) -> str:
    """Return the text that is graded for the wrong answer in the file *path*.

    :raises UsageError: when it is no file of the corpus, or cannot be put together.
    """
    for exercise in course.exercises():
        folder = checkout.wrong_folder(exercise).resolve()
        if path.suffix == ".py" and path.is_file() and path.resolve().parent == folder:
            if not has_solution(checkout, exercise):
                raise UsageError(
                    f"{path} has no solution to be put together with",
                    f"Write or correct {checkout.relative(checkout.solution(exercise))}.",
                )
            solution = checkout.solution(exercise).read_text("utf-8")
            try:
                return graded_text(path.read_text("utf-8"), solution)
            except UsageError as error:
                raise UsageError(f"{path} {error.message}", error.next_step) from error
    raise UsageError(
        f"{path} is no wrong answer of the corpus",
        "Name a file of tests/misconceptions/exercise_N/.",
    )


def has_solution(checkout: Checkout, exercise: Exercise) -> bool:
    """Return whether the solution of *exercise* exists and parses; else `unfinished_texts` or `stray_and_missing` has the problem."""
    path = checkout.solution(exercise)
    return path.is_file() and _parses(path)


def stray_and_missing(checkout: Checkout) -> Iterator[Problem]:
    """Yield a problem for each mirrored file that is missing, and each file that belongs nowhere."""
    slugs = set(course.slugs().values())
    for folder in ("exercises", "solutions"):
        for path in sorted((checkout.root / folder).iterdir()):
            if path.name not in _IGNORED and (path.suffix != ".py" or path.stem not in slugs):
                yield Problem(
                    file=checkout.relative(path),
                    message="mirrors no check module",
                    next_step=f"Remove it, or add grader/checks/{path.stem}/checks.py.",
                )
        for slug in sorted(slugs):
            if not (checkout.root / folder / f"{slug}.py").is_file():
                yield Problem(
                    file=f"{folder}/{slug}.py",
                    message="is missing",
                    next_step=f"Write it; grader/checks/{slug}/checks.py has checks for it.",
                )
    for kind in ("misconceptions", "correct"):
        yield from _stray_answers(checkout, checkout.root / "tests" / kind)


def _stray_answers(checkout: Checkout, folder: Path) -> Iterator[Problem]:
    known = {f"exercise_{number}" for number in course.slugs()}
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        inside = [path] if path.name not in known else sorted(path.iterdir())
        for one in inside:
            plain = one.suffix == ".py" or one.name in _LISTS
            if one.name in _IGNORED or (one != path and plain):
                continue
            yield Problem(
                file=checkout.relative(one),
                message="is no answer to any exercise",
                next_step="Move it to the folder exercise_N that it answers, or remove it.",
            )


def metadata(checkout: Checkout, exercise: Exercise) -> Iterator[Problem]:
    """Yield a problem for each part of an exercise's own description that is not complete."""
    file = f"grader/checks/{exercise.slug}/checks.py"
    checks = course.checks(exercise)
    numbers = {check.number for check in checks}

    def problem(message: str, next_step: str) -> Problem:
        return Problem(file=file, message=message, next_step=next_step)

    if sum(check.points for check in checks) != exercise.points:
        yield problem(
            f"its checks add up to {sum(check.points for check in checks)} points, the exercise "
            f"says {exercise.points}",
            "Make the two agree.",
        )
    if not all(text.strip() for text in exercise.hints):
        yield problem("has not three hints", "Write three, from a question to code.")
    if not exercise.title or not exercise.functions:
        yield problem("has no title or no functions", "Fill in its Exercise(…).")
    for check in checks:
        if not check.sentence.endswith("."):
            yield problem(
                f"check {check.number} has no sentence",
                "End its docstring's first line with a dot.",
            )
        for need in check.needs:
            if need not in numbers:
                yield problem(
                    f"check {check.number} needs {need}, which does not exist", "Correct `needs`."
                )
    if not list(checkout.right_folder(exercise).glob("*.py")):
        yield problem(
            "has no other right answer",
            f"Add one to tests/correct/exercise_{exercise.number}/, written differently.",
        )


def unfinished_texts(checkout: Checkout, exercise: Exercise) -> Iterator[Problem]:
    """Yield a problem for a stub that still has a blank, and for a solution that does not parse."""
    stub, solution = checkout.stub(exercise), checkout.solution(exercise)
    lines = stub.read_text("utf-8").splitlines() if stub.is_file() else []
    for number, line in enumerate(lines, start=1):
        if _BLANK in line:
            yield Problem(
                file=checkout.relative(stub),
                line=number,
                message=f"still says {_BLANK}",
                next_step="Write there what a learner needs to know.",
            )
    if solution.is_file() and not _parses(solution):
        yield Problem(
            file=checkout.relative(solution),
            message="does not parse",
            next_step=f"Correct it; `python {checkout.relative(solution)}` shows where.",
        )


def _parses(path: Path) -> bool:
    try:
        ast.parse(path.read_text("utf-8"))
    except (SyntaxError, ValueError):  # ValueError: a null byte, before Python 3.12
        return False
    return True


def rules_without_two_checks() -> Iterator[Problem]:
    """Yield a problem for each review rule that fewer than two checks teach."""
    taught = [check.rule.number for one in course.exercises() for check in course.checks(one)]
    for rule in course.rules():
        if taught.count(rule.number) < 2:
            yield Problem(
                file="grader/checks/rules.py",
                message=f"rule {rule.number} is taught by {taught.count(rule.number)} checks",
                next_step=f"Cite it in at least two: @check(rule={rule.key.upper()}).",
            )
