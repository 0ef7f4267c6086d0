"""The progress of one learner: hints shown and checks passed, in one small file of their folder.

The file may be deleted at any time and is never trusted for a grade. It holds the number of hints
shown, the time since when each check has held, and the hash of the file for which all checks held.
Of two runs that write it at once the later one wins; a reader always finds a whole file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.atomic_files import atomic_write
from grader.model import Grade, Judgement

FILE = Path(".grade") / "progress.json"
_SCHEMA = "progress/1"
_LARGEST = 1 << 20
"""Bytes; what we write has a few hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Progress by exercise slug.

    :param hints: how many hints have been shown.
    :param held: number of a check to since when it has held (UTC, `2026-01-31T12:00:00Z`).
    :param finished: SHA-256, hexadecimal, of the file for which every check held.
    :param damaged: whether there was a file that could not be read as progress.
    """

    hints: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    finished: Mapping[str, str] = field(default_factory=dict)
    damaged: bool = False

    def with_hints(self, slug: str, count: int) -> Progress:
        """Return a copy in which *count* hints of *slug* have been shown."""
        return replace(self, hints={**self.hints, slug: count})

    def with_grade(self, grade: Grade, now: datetime) -> Progress:
        """Return a copy with the verdicts of this grade.

        A check that could not be asked keeps what was known of it. A grade with a fault of
        ours in it changes nothing.
        """
        if grade.faulted:
            return self
        slug = grade.attempt.exercise.slug
        before = self.held.get(slug, {})
        moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        held = {
            verdict.check.number: before.get(verdict.check.number, moment)
            for verdict in grade.verdicts
            if verdict.judgement is Judgement.PASSED
            or (verdict.judgement is Judgement.BLOCKED and verdict.check.number in before)
        }
        finished = dict(self.finished)
        if grade.earned == grade.possible:
            finished[slug] = _digest(grade.attempt.submission.files[f"{slug}.py"])
        else:
            finished.pop(slug, None)
        return replace(self, held={**self.held, slug: held}, finished=finished)

    def has_finished(self, slug: str, data: bytes) -> bool:
        """Return whether every check held for exactly this file when it was graded last."""
        return self.finished.get(slug) == _digest(data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The difference of one grade to the one before: numbers of checks, in teaching order.

    :param now: hold, and did not before.
    :param no_longer: held before, and do not.
    """

    now: tuple[str, ...] = ()
    no_longer: tuple[str, ...] = ()


def change(before: Progress, grade: Grade) -> Change:
    """Compare a grade with kept progress; no change if the exercise was never graded before.

    Checks that could not be asked, and those in which we failed, count for nothing.
    """
    slug = grade.attempt.exercise.slug
    if slug not in before.held:
        return Change()
    held = before.held[slug]
    found = {verdict.check.number: verdict.judgement for verdict in grade.verdicts}
    return Change(
        now=tuple(n for n, how in found.items() if how is Judgement.PASSED and n not in held),
        no_longer=tuple(n for n, how in found.items() if how is Judgement.FAILED and n in held),
    )


def folder_of(start: Path) -> Path:
    """Return the learner's folder: the one at or above *start* that has `exercises/`."""
    for folder in (start, *start.parents):
        if (folder / "exercises").is_dir():
            return folder
    return start


def home_of(file: Path, slug: str) -> Path | None:
    """Return the folder that keeps the progress made in *file*; None where none does.

    That is the folder around `exercises/`, or one that keeps progress already. A file
    of another name, or that lies anywhere else, such as somebody else's answer, leaves
    no trace.
    """
    if file.name != f"{slug}.py":
        return None
    folder = file.absolute().parent
    if folder.name == "exercises":
        return folder.parent
    return folder if (folder / FILE.parent).is_dir() else None


def read(folder: Path) -> Progress:
    """Return the progress kept in *folder*; an absent or damaged file counts as none."""
    path = folder / FILE
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Progress(damaged=True)
        with path.open("rb") as file:
            body = json.loads(file.read(_LARGEST))
    except (FileNotFoundError, NotADirectoryError):
        return Progress()
    except (OSError, ValueError, RecursionError):
        return Progress(damaged=True)
    if not isinstance(body, dict) or body.get("schema") != _SCHEMA:
        return Progress(damaged=True)
    return Progress(
        hints={k: v for k, v in _mapping(body.get("hints")).items() if type(v) is int and v >= 0},
        held={slug: _texts(held) for slug, held in _mapping(body.get("held")).items()},
        finished=_texts(body.get("finished")),
    )


def write(folder: Path, progress: Progress) -> None:
    """Keep *progress*; a folder that cannot be written to keeps none."""
    body = {
        "schema": _SCHEMA,
        "hints": dict(progress.hints),
        "held": {slug: dict(held) for slug, held in progress.held.items()},
        "finished": dict(progress.finished),
    }
    with contextlib.suppress(OSError):
        path = folder / FILE
        path.parent.mkdir(exist_ok=True)
        atomic_write(path, json.dumps(body, indent=1).encode())


def keep(folder: Path, grade: Grade, now: datetime) -> Progress:
    """Add a grade to the progress kept in *folder*; return the progress as it was before."""
    before = read(folder)
    after = before.with_grade(grade, now)
    if after != before or before.damaged:
        write(folder, after)
    return before


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> dict[str, str]:
    return {key: text for key, text in _mapping(value).items() if isinstance(text, str)}
