"""The drill `class`: a synthetic class through `grade batch`, against grading one by one.

Most of the time goes into grading, so what one layout has been graded for is put into
the gradebook of the next, under students that are in no class: a run that is given it
copies it to whoever handed in the same bytes. What goes wrong between a file on disk
and a row in a gradebook goes wrong all the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from grader.gradebook.store import Gradebook
from grader.host.examiner_process import examine
from grader.model import Row, State
from support.grading import attempt, run
from support.small_classes import rows
from support.synthetic_class import Expected, SyntheticClass

Place = tuple[str, int]
Points = Mapping[tuple[int, str], int]
"""Exercise and SHA-256 of an answer to its points."""

_KNOWN = "graded before "


def lay_in(out: Path, known: Iterable[tuple[Row, bytes]]) -> None:
    """Make a gradebook that has these grades, each under a student of its own."""
    with Gradebook.create(out) as book:
        for number, (row, content) in enumerate(known):
            book.put(replace(row, student=f"{_KNOWN}{number}", name="", file=""), content)


def batch(made: SyntheticClass, out: Path, *options: str, seconds: float) -> tuple[Row, ...]:
    """Grade a class by the command line, and return the rows of its students."""
    done = run(
        "batch", *made.paths, "--roster", made.roster, "--out", out, *options,
        folder=out.parent, seconds=seconds,
    )  # fmt: skip
    assert (done.status, done.out) == (0, ""), done.err[-2000:]
    return tuple(row for row in rows(out) if not row.student.startswith(_KNOWN))


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def answers_of(made: SyntheticClass) -> dict[tuple[int, str], bytes]:
    """Return exercise and SHA-256 to the bytes of all that is to be graded."""
    return {
        (number, digest(one.content)): one.content
        for (_, number), one in made.expected.items()
        if one.content is not None
    }


def one_by_one(
    graded: Sequence[Row], answers: Mapping[tuple[int, str], bytes], python: str, workers: int
) -> dict[tuple[int, str], int]:
    """Grade each different answer in an examiner of its own, with the seed of its row.

    :raises AssertionError: when an examiner fails even alone.
    """
    seeds = {(row.exercise, row.sha256): row.seed for row in graded if row.sha256}
    attempts = {
        key: attempt(key[0], answers[key], seed=seed, python=python)
        for key, seed in seeds.items()
        if key in answers  # a row with other bytes is found by `wrong_rows`
    }
    with ThreadPoolExecutor(workers) as pool:
        grades = list(pool.map(lambda one: examine([one])[0], attempts.values()))
    assert not [grade for grade in grades if grade.faulted]
    return {key: grade.earned for key, grade in zip(attempts, grades, strict=True)}


def wrong_rows(
    expected: Mapping[Place, Expected], found: Sequence[Row], points: Points
) -> list[str]:
    """Return the differences from the expected rows: a row too many or too few, a state, a file or points."""
    there = {(row.student, row.exercise): row for row in found}
    wrong = [f"{len(found) - len(there)} rows twice"] if len(found) != len(there) else []
    wrong += [f"{place} has no row" for place in expected if place not in there]
    wrong += [f"{place} is nobody's" for place in there if place not in expected]
    for place, row in there.items():
        if place not in expected:
            continue
        wanted = expected[place]
        sha256 = "" if wanted.content is None else digest(wanted.content)
        earned = points.get((row.exercise, sha256), -1) if sha256 else 0
        is_ = (row.state, row.sha256, row.earned)
        if is_ != (wanted.state, sha256, earned):
            wrong.append(f"{place}, {wanted.kind}: {is_} and not {(wanted.state, sha256, earned)}")
        if (row.state is State.UNREADABLE) != bool(row.why):
            wrong.append(f"{place}, {wanted.kind}: {row.state} and told {row.why!r}")
    return wrong
