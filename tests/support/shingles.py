"""Shingles: the runs of words by which a copied piece of a text is found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from grader import course
from support.grading import ROOT, TESTS

SIZE = 7
"""Words in a row that no two texts share by chance."""

Shingle = tuple[str, ...]


def shingles(text: str) -> set[Shingle]:
    """Return every run of words in *text*, without case, punctuation or line ends."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + SIZE]) for at in range(len(words) - SIZE + 1)}


def secrets() -> dict[Shingle, str]:
    """Return what a learner must not be handed: a run of words, and where it is from.

    Solutions, other right answers, hidden checks with their findings, and every hint but the
    first; what the stubs say themselves is no secret.
    """
    files = [
        *(ROOT / "solutions").glob("*.py"),
        *(ROOT / "grader" / "checks").rglob("*.py"),
        *(ROOT / "grader" / "checks").rglob("*.toml"),
        *(TESTS / "correct").glob("*/*.py"),
    ]
    texts = [(path.name, path.read_text("utf-8")) for path in files]
    for one in course.exercises():
        texts += [(f"hint of {one.slug}", hint) for hint in one.hints[1:]]
    public = [course.stub(one).decode() for one in course.exercises()]
    known = _of([*public, course.title(), course.summary(), course.introduction()])
    return {one: name for name, text in texts for one in shingles(text) - known}


def _of(texts: Iterable[str]) -> set[Shingle]:
    return {one for text in texts for one in shingles(text)}


def leaks(folder: Path) -> list[str]:
    """Return a line for each file below *folder* that has a secret in it."""
    hidden = secrets()
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        text = path.read_bytes().decode("utf-8", "replace")
        if common := shingles(text) & hidden.keys():
            one = min(common)
            found.append(f"{path.relative_to(folder)}: {' '.join(one)} ({hidden[one]})")
    return found
