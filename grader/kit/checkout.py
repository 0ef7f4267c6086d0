"""A checkout of the kit: where the stubs, solutions and answers lie that are not installed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.model import Exercise

_PACKAGE = Path(__file__).parents[1]
"""The folder of the package `grader` that is running."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """A checkout of the kit.

    :param root: the folder with `exercises/`, `solutions/`, `grader/` and `tests/`.
    """

    root: Path

    @property
    def is_running(self) -> bool:
        """True if the package `grader` that is running is that of this checkout."""
        return (self.root / "grader").resolve() == _PACKAGE.resolve()

    def stub(self, exercise: Exercise) -> Path:
        """Return the path of the stub."""
        return self.root / "exercises" / f"{exercise.slug}.py"

    def solution(self, exercise: Exercise) -> Path:
        """Return the path of the solution."""
        return self.root / "solutions" / f"{exercise.slug}.py"

    def wrong_folder(self, exercise: Exercise) -> Path:
        """Return the folder of wrong answers."""
        return self.root / "tests" / "misconceptions" / f"exercise_{exercise.number}"

    def right_folder(self, exercise: Exercise) -> Path:
        """Return the folder of right answers other than the solution."""
        return self.root / "tests" / "correct" / f"exercise_{exercise.number}"

    def equivalents(self, exercise: Exercise) -> Path:
        """Return the file that lists mutants which are no mistakes, with their reasons."""
        return self.right_folder(exercise) / "equivalent.toml"

    def findings(self, exercise: Exercise) -> Path:
        """Return the file with the texts of the findings."""
        return self.root / "grader" / "checks" / exercise.slug / "findings.toml"

    def unshown(self, exercise: Exercise) -> Path:
        """Return the file that lists findings which no wrong answer need show, with their reasons."""
        return self.wrong_folder(exercise) / "unshown.toml"

    def relative(self, path: Path) -> str:
        """Return *path* relative to the root, with slashes."""
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


def find_running_checkout(start: Path) -> Checkout:
    """Return the checkout at or above *start* whose package `grader` is running.

    :raises UsageError: when there is no checkout, or another copy of the package is running: its
        exercises and checks are not those of the checkout.
    """
    found = find_checkout(start)
    if not found.is_running:
        raise UsageError(
            f"the installed kit ({_PACKAGE}) is not this checkout ({found.root}), so it would not try "
            "the exercises and checks that are here",
            f"Run `pip install -e .` in {found.root}, which makes them the same.",
        )
    return found
