"""Grading from tests: submissions by text or path, many in one examiner, and the command line."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader import course
from grader.errors import UsageError
from grader.host.examiner_process import Examiner, examine
from grader.kit.checkout import find_checkout
from grader.kit.structure import wrong_answers
from grader.kit.wrong_answer import WrongAnswer
from grader.model import Attempt, Finding, Grade, Judgement
from grader.sandbox.interpreters import find_interpreter
from grader.submissions import from_bytes
from support.command_server import CommandServer
from support.run_cache import each_once

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent


def attempt(
    number: int,
    source: str | bytes,
    *,
    seed: str = "seed",
    label: str = "answer.py",
    seconds: float = 5.0,
    python: str = "",
) -> Attempt:
    """Return an attempt at exercise *number* with the text of an answer."""
    declared = course.exercise(number)
    data = source.encode() if isinstance(source, str) else source
    return Attempt(
        exercise=declared,
        submission=from_bytes(data, declared, label=label),
        seed=seed,
        python=python,
        limits=replace(declared.limits, seconds=seconds),
    )


_idle: list[Examiner] = []


@contextlib.contextmanager
def _lent() -> Iterator[Examiner]:
    """Give an examiner that has served other tests of this process; one that failed serves no more."""
    examiner = _idle.pop() if _idle else Examiner()
    try:
        yield examiner
    except BaseException:
        examiner.close()
        raise
    _idle.append(examiner)


def leave() -> None:
    """Send the examiners and the command server of this process home."""
    while _idle:
        _idle.pop().close()
    if _command_server.cache_info().currsize and (server := _command_server()) is not None:
        server.close()
        _command_server.cache_clear()


def examined(attempts: Sequence[Attempt]) -> tuple[Grade, ...]:
    """Examine attempts for tests of verdicts, not of how an examiner starts.

    That one asked again says what a fresh one says has tests of its own.
    """
    start = None if attempts[0].python else _lent
    return examine(attempts, ahead=1, start=start)


def grade(number: int, source: str | bytes, **how: Any) -> Grade:
    """Grade one answer."""
    return examined([attempt(number, source, **how)])[0]


def finding_of(graded: Grade, number: str) -> Finding:
    """Return the finding of one check; it must have one."""
    (found,) = (verdict.finding for verdict in graded.verdicts if verdict.check.number == number)
    assert found is not None
    return found


def letters(graded: Grade) -> str:
    """Return one letter a check: p(assed), f(ailed), b(locked), ! (faulted)."""
    shown = {
        Judgement.PASSED: "p",
        Judgement.FAILED: "f",
        Judgement.BLOCKED: "b",
        Judgement.FAULTED: "!",
    }
    return "".join(shown[verdict.judgement] for verdict in graded.verdicts)


def solution(number: int) -> str:
    """Return the reference answer of exercise *number*."""
    slug = course.exercise(number).slug
    return (ROOT / "solutions" / f"{slug}.py").read_text("utf-8")


def with_function(number: int, name: str, body: str) -> str:
    """Return the reference answer with *body* appended, which binds *name* anew."""
    assert name in course.exercise(number).functions
    return f"{solution(number)}\n\n{body}\n"


@functools.cache
def corpus(number: int) -> tuple[WrongAnswer, ...]:
    """Return the wrong answers to exercise *number*, sorted by name."""
    found, problems = wrong_answers(find_checkout(ROOT), course.exercise(number))
    assert not problems
    return tuple(found)


def wrong_answer(number: int, name: str) -> str:
    """Return the text that is graded for the wrong answer in the file *name* (without `.py`)."""
    (text,) = (one.text for one in corpus(number) if one.path.stem == name)
    return text


def content(path: Path) -> bytes:
    """Return what is graded for the file *path*: if it is of the corpus, the text put together."""
    folder = path.parent
    if folder.parent == TESTS / "misconceptions":
        return wrong_answer(int(folder.name.removeprefix("exercise_")), path.stem).encode()
    return path.read_bytes()


@functools.cache
def one_for_each_check(number: int) -> tuple[WrongAnswer, ...]:
    """Return the first wrong answer, by name, that each check of exercise *number* is to catch.

    The suite grades these. `grade kit verify`, which `.ci/run` runs, grades the whole corpus.
    """
    return _first(number, lambda one: one.check)


@functools.cache
def one_for_each_finding(number: int) -> tuple[WrongAnswer, ...]:
    """Return the first wrong answer, by name, of each misconception and of each check's `label none`."""
    return _first(number, lambda one: one.misconception or one.check)


def _first(number: int, sort: Callable[[WrongAnswer], str]) -> tuple[WrongAnswer, ...]:
    first: dict[str, WrongAnswer] = {}
    for one in corpus(number):
        first.setdefault(sort(one), one)
    return tuple(first.values())


@functools.cache
def graded_wrong_answers(number: int) -> tuple[tuple[WrongAnswer, Grade], ...]:
    """Return `one_for_each_check` with their grades; graded once for all tests that ask."""
    return _graded(number, one_for_each_check(number))


@functools.cache
def graded_findings(number: int) -> tuple[tuple[WrongAnswer, Grade], ...]:
    """Return `one_for_each_finding` with their grades, for tests that may take long."""
    return _graded(number, one_for_each_finding(number))


def _graded(number: int, labelled: Sequence[WrongAnswer]) -> tuple[tuple[WrongAnswer, Grade], ...]:
    grades = grade_paths(number, [one.path for one in labelled])
    return tuple(zip(labelled, grades, strict=True))


def right_answers(number: int) -> list[Path]:
    """Return right answers written differently from the solution."""
    return sorted((TESTS / "correct" / f"exercise_{number}").glob("*.py"))


def all_right_answers(number: int) -> list[Path]:
    """Return the solution and the answers that are as right."""
    return [ROOT / "solutions" / f"{course.exercise(number).slug}.py", *right_answers(number)]


def grade_paths(
    number: int, paths: Iterable[Path], *, seed: str = "seed", python: str = ""
) -> list[Grade]:
    """Grade many files, twelve at a time, and each of them once in a run of the tests."""
    wanted = {
        hashlib.sha256(repr((path.name, content(path))).encode()).hexdigest(): path
        for path in paths
    }

    def graded(keys: Sequence[str]) -> Sequence[Grade]:
        return examined(
            [
                attempt(number, content(path), label=path.name, seed=seed, python=python)
                for path in map(wanted.__getitem__, keys)
            ]
        )

    conditions = hashlib.sha256(repr((seed, python)).encode()).hexdigest()[:8]
    return each_once(f"grades-{number}-{conditions}", list(wanted), graded, at_a_time=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Result of a run of the command line."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The report, parsed."""
        return json.loads(self.out)


def run(
    *arguments: str | Path,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    seconds: float = 60,
) -> Run:
    """Run `grade` as a person would, in *folder*.

    It is forked from a process that has imported it, where that makes no difference.
    """
    variables = {**os.environ, "COLUMNS": "80", "PYTHONSAFEPATH": "1", **(environment or {})}
    words = [*map(str, arguments)]
    server = _command_server()
    if server is not None and server.serves(variables):
        done = server.run(words, folder, variables, seconds)
    else:
        done = subprocess.run(
            [sys.executable, "-c", "from grader.cli.entry import main; main()", *words],
            cwd=folder,
            env=variables,
            capture_output=True,
            timeout=seconds,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    return Run(status=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


@functools.cache
def _command_server() -> CommandServer | None:
    """Return the server of this process; None where processes cannot be forked, or are measured."""
    if sys.platform != "linux" or any(name.startswith("COVERAGE_") for name in os.environ):
        return None
    return CommandServer({**os.environ, "PYTHONSAFEPATH": "1"})


def first_not_passed(graded: Grade) -> tuple[str, str | None, int | None]:
    """Return number, misconception and rule of the first check that did not pass."""
    for verdict in graded.verdicts:
        if verdict.judgement is not Judgement.PASSED:
            found = verdict.finding
            if found is None:
                return verdict.check.number, None, None
            return verdict.check.number, found.misconception, found.rule
    return "", None, None


def said(graded: Grade) -> tuple[str, tuple[str, str | None, int | None]]:
    """Return what must not depend on the version of Python that ran an answer."""
    return letters(graded), first_not_passed(graded)


def other_pythons() -> list[str]:
    """Return the other versions of Python that can be had here."""
    found = []
    for version in ("3.11", "3.12", "3.13"):
        if version == f"3.{sys.version_info.minor}":
            continue
        with contextlib.suppress(UsageError):
            found.append(find_interpreter(version))
    return found


def misconceptions(grades: Sequence[Grade]) -> list[str]:
    """Return the names of all findings, in order."""
    return [
        verdict.finding.misconception or ""
        for graded in grades
        for verdict in graded.verdicts
        if verdict.finding is not None
    ]
