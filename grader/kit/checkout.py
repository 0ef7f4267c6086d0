"""The author's tree: where stubs, solutions and the corpus of answers lie, and what is stray."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader import course
from grader.errors import UsageError
from grader.kit.wrong_answer import WrongAnswer, read_wrong_answer
from grader.model import Exercise

_IGNORED = {"__pycache__", ".DS_Store", ".gitkeep"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something unsound in the content.

    :param file: where, relative to the checkout.
    :param message: what is wrong with it.
    :param next_step: what to do.
    """

    file: str
    message: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """A checkout of the kit.

    :param root: the folder with `exercises/`, `solutions/`, `grader/` and `tests/`.
    """

    root: Path

    def stub(self, exercise: Exercise) -> Path:
        """Return where the stub lies."""
        return self.root / "exercises" / f"{exercise.slug}.py"

    def solution(self, exercise: Exercise) -> Path:
        """Return where the solution lies."""
        return self.root / "solutions" / f"{exercise.slug}.py"

    def wrong_folder(self, exercise: Exercise) -> Path:
        """Return the folder of wrong answers."""
        return self.root / "tests" / "misconceptions" / f"exercise_{exercise.number}"

    def right_answers(self, exercise: Exercise) -> list[Path]:
        """Return other right answers, sorted."""
        return sorted(
            (self.root / "tests" / "correct" / f"exercise_{exercise.number}").glob("*.py")
        )

    def equivalents(self, exercise: Exercise) -> Path:
        """Return the file that lists mutants which are no mistakes, with their reasons."""
        return self.root / "tests" / "correct" / f"exercise_{exercise.number}" / "equivalent.toml"

    def relative(self, path: Path) -> str:
        """Return *path* as problems name it."""
        return path.relative_to(self.root).as_posix()


def find_checkout(start: Path) -> Checkout:
    """Return the checkout at or above *start*.

    :raises UsageError: when there is none.
    """
    for folder in (start, *start.parents):
        if all((folder / part).is_dir() for part in ("exercises", "solutions", "grader", "tests")):
            return Checkout(root=folder)
    raise UsageError(
        "there is no checkout of the kit here or above",
        "Run this in a clone that has exercises/, solutions/, grader/ and tests/.",
    )


def wrong_answers(
    checkout: Checkout, exercise: Exercise
) -> tuple[list[WrongAnswer], list[Problem]]:
    """Return the wrong answers for *exercise*, and a problem for each that cannot be read.

    Both are empty where the exercise has no solution, which `stray_and_missing` reports.
    """
    found, problems = [], []
    if checkout.solution(exercise).is_file():
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
            plain = one.suffix == ".py" or one.name == "equivalent.toml"
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
    if not checkout.right_answers(exercise):
        yield problem(
            "has no other right answer",
            f"Add one to tests/correct/exercise_{exercise.number}/, written differently.",
        )


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
