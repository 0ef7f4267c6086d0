"""The drill of threats: grades hostile answers, each with an honest one behind it.

Nothing is believed of a hostile answer but what is looked at from outside: its grade,
its time, the processes and files that are left, and every text that comes back.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import hashlib
import io
import json
import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from grader import course
from grader.host.examiner_process import examine
from grader.model import Attempt, Audience, Exercise, Grade, Judgement
from grader.reports import json as json_report
from grader.reports import junit, markdown, terminal
from grader.submissions import from_bytes
from support.grading import examined, solution
from support.processes import children
from support.run_cache import each_once
from support.threats import Threat, answer, places, threats, without

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIMIT = 1.0
"""Seconds that learner code may use in a check."""

BENIGN_LIMIT = 5.0
"""The same for answers that only look hostile: they import much, and may."""

PARENTS_TOKEN = "SECRET-of-the-parent-3f2a91"
NEIGHBOURS_TOKEN = "SECRET-of-a-neighbour-77c04e"
SECRETS = (
    *(PARENTS_TOKEN, NEIGHBOURS_TOKEN, "root:x:0:0", "Hidden checks of exercise"),
    *("from grader.exam import", "say = Findings(__file__)", "a note was left"),
)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
_OUT_OF_TIME = frozenset({"time_limit", "load_endless"})
_COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
_BATCH = 30
"""Threats to an examiner. Starting one takes as long as two of them."""

Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One threat aimed at one function of one exercise; an empty name is the file as a whole."""

    threat: Threat
    exercise: Exercise
    function: str

    @property
    def key(self) -> Key:
        """The parts of a case that the grade of the file without the trick depends on."""
        threat = self.threat
        apart = threat.scores == "nothing" or threat.place == "unwritten"
        apart_as = f"{threat.scores}, {threat.place}, {'@LIAR@' in threat.text}"
        plain = apart_as if apart else threat.plain
        return self.exercise.number, self.function, plain

    @property
    def label(self) -> str:
        """Name of the case in the message of a failure."""
        return f"{self.threat.name} at {self.exercise.number}.{self.function or 'file'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Result of a case.

    :param wrong: empty if all is as it must be.
    :param slow: whether it took too long and nothing else is wrong, or ran out of time where it,
        or the honest answer behind it, should not.
    """

    case: Case
    wrong: tuple[str, ...]
    earned: int
    seconds: float
    slow: bool = False


def spread_cases() -> list[Case]:
    """Return every threat at one function, the exercises and their functions taken in turn.

    Forgers have a test of their own.
    """
    exercises = course.exercises()
    cases = []
    for place, threat in enumerate(one for one in threats() if one.kind != "forger"):
        exercise = exercises[place % len(exercises)]
        aims = places(threat, exercise)
        function = aims[place // len(exercises) % len(aims)]
        cases.append(Case(threat=threat, exercise=exercise, function=function))
    return cases


def run(cases: Sequence[Case], folder: Path, *, python: str = "", workers: int = 2) -> list[Result]:
    """Run cases, a few to an examiner.

    :param folder: an empty one; temporary files of host and examiners go there.
    """
    mark = folder / "mark"
    mark.mkdir()
    mark.chmod(0o777)
    temporary = folder / "temporary"
    temporary.mkdir()
    patient = [case for case in cases if case.threat.kind == "benign"]
    hostile = [case for case in cases if case.threat.kind != "benign"]
    batches = [
        group[start : start + _BATCH]
        for group in (hostile, patient)
        for start in range(0, len(group), _BATCH)
    ]
    expected = _plain_grades(cases, python, workers)
    with _host(temporary):
        ours = set(children(os.getpid()))  # a browser of other tests in this process, for instance
        with ThreadPoolExecutor(workers) as pool:
            done = pool.map(lambda batch: _batch(batch, mark, expected, python), batches)
            results = [result for batch in done for result in batch]
        # A machine that was busy elsewhere for a moment is not busy twice; a threat that takes
        # its time does so again.
        results = [
            _batch([one.case], mark, expected, python)[0] if one.slow else one for one in results
        ]
        left = [path.name for path in (*mark.iterdir(), *temporary.iterdir())]
        left += [f"process {pid}" for pid in children(os.getpid()) if pid not in ours]
        left += [path.name for path in Path("/dev/shm").glob("*threat*")]
    if left:
        first = results[0]
        results[0] = replace(first, wrong=(*first.wrong, f"the run left {left} behind"))
    return results


@contextlib.contextmanager
def _host(temporary: Path) -> Iterator[None]:
    """Be a host with a secret, that inherits the orphans of its children and has its own TMPDIR."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    before, tempfile.tempdir = tempfile.tempdir, str(temporary)
    os.environ["THREAT_TOKEN"] = PARENTS_TOKEN
    try:
        yield
    finally:
        tempfile.tempdir = before
        del os.environ["THREAT_TOKEN"]
        ctypes.CDLL(None).prctl(36, 0, 0, 0, 0)


def _attempt(exercise: Exercise, source: bytes, python: str, seconds: float = LIMIT) -> Attempt:
    return Attempt(
        exercise=exercise,
        submission=from_bytes(source, exercise, label="answer.py"),
        seed="drill",
        python=python,
        limits=replace(exercise.limits, seconds=seconds),
    )


def _plain_grades(cases: Sequence[Case], python: str, workers: int) -> dict[Key, int]:
    """Return the points of every file without its trick, by exercise, function and body."""
    known: dict[Key, int] = {}
    wanted: dict[Key, Attempt] = {}
    for case in cases:
        key = case.key
        apart = case.threat.scores == "nothing" or case.threat.place == "unwritten"
        if not apart and (not case.function or "RIGHT" in case.threat.plain):
            known[key] = case.exercise.points
        else:
            source = without(case.threat, case.exercise, case.function)
            wanted[key] = _attempt(case.exercise, source, python, BENIGN_LIMIT)
    named = {repr(key): key for key in wanted}

    def earned(names: Sequence[str]) -> Sequence[int]:
        return [one.earned for one in examined([wanted[named[name]] for name in names])]

    keys = list(named)
    groups = [keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH)]
    conditions = hashlib.sha256(python.encode()).hexdigest()[:8]
    graded = functools.partial(each_once, f"plain-{conditions}", make=earned, at_a_time=_BATCH)
    with ThreadPoolExecutor(workers) as pool:
        for group, found in zip(groups, pool.map(graded, groups), strict=True):
            known |= {named[name]: points for name, points in zip(group, found, strict=True)}
    return known


def _batch(
    cases: Sequence[Case],
    mark: Path,
    expected: dict[Key, int],
    python: str,
) -> list[Result]:
    honest = course.exercise(1)
    limit = BENIGN_LIMIT if cases[0].threat.kind == "benign" else LIMIT
    behind = f"{solution(1)}\n# {NEIGHBOURS_TOKEN}\n".encode()
    attempts = []
    for case in cases:
        hostile = answer(case.threat, case.exercise, case.function, mark)
        attempts.append(_attempt(case.exercise, hostile, python, limit))
        attempts.append(_attempt(honest, behind, python, limit))
    grades = examine(attempts)
    results = []
    for place, case in enumerate(cases):
        graded, neighbour = grades[2 * place], grades[2 * place + 1]
        plain = expected[case.key]
        spent = sum(verdict.seconds for verdict in graded.verdicts)
        usual = sum(verdict.seconds for verdict in neighbour.verdicts)
        wrong = [*_of_grade(case, graded, plain), *_of_texts(graded)]
        if neighbour.earned != neighbour.possible:
            wrong.append(f"the next attempt earned {neighbour.earned}: {_told(neighbour)}")
        # What starting eight guests takes on this machine is what it took the honest answer.
        late = spent > limit + 1.0 + usual
        slow = late and not wrong
        slow |= case.threat.bound == "at once" and not _OUT_OF_TIME.isdisjoint(_told(graded))
        slow |= not _OUT_OF_TIME.isdisjoint(_told(neighbour))
        if late:
            wrong.append(f"it took {spent:.2f} s, where an honest answer took {usual:.2f} s")
        results.append(
            Result(
                case=case,
                wrong=tuple(wrong),
                earned=graded.earned,
                seconds=spent,
                slow=slow,
            )
        )
    return results


def _told(graded: Grade) -> list[str]:
    return [
        verdict.finding.misconception or verdict.finding.observed[:80]
        for verdict in graded.verdicts
        if verdict.finding is not None
    ]


def _of_grade(case: Case, graded: Grade, plain: int) -> Iterator[str]:
    """Yield what is wrong with points and findings."""
    threat, told = case.threat, _told(graded)
    if graded.faulted:
        faults = [v.evidence for v in graded.verdicts if v.judgement is Judgement.FAULTED]
        yield f"FAULTED: {faults[0]}"
    least = graded.possible if threat.scores == "full" else 0
    written = 0 if graded.attempt.exercise.review is None else 1  # the predictions of exercise 3
    half = plain + (graded.possible + 1) // 2 - 1
    limits = {"nothing": plain, "plain": plain, "written": written, "below half": half}
    most = limits.get(threat.scores, graded.possible)
    if not least <= graded.earned <= most:
        yield f"it earned {graded.earned}, not {least} to {most}: {told}"
    if graded.earned < graded.possible and told and threat.told.isdisjoint(told) and threat.told:
        yield f"it was told {told}, not {sorted(threat.told)}"
    if threat.bound == "at once" and not _OUT_OF_TIME.isdisjoint(told):
        yield f"it ran out of time: {told}"


def _of_texts(graded: Grade) -> Iterator[str]:
    """Yield what is wrong with what anybody is shown."""
    everything = json.dumps(json_report.grade_as_json(graded, Audience.STAFF))
    learners = json.dumps(json_report.grade_as_json(graded, Audience.LEARNER))
    console = Console(file=io.StringIO(), width=80, highlight=False, markup=False, emoji=False)
    terminal.report(graded, console, everything=True, plain=False)
    assert isinstance(console.file, io.StringIO)
    shown = {
        "terminal": console.file.getvalue(),
        "markdown": markdown.report([graded]),
        "junit": junit.report([graded]),
    }
    for secret in SECRETS:
        if any(secret in text for text in (everything, *shown.values())):
            yield f"{secret!r} got out"
    for verdict in graded.verdicts:
        for evidence in verdict.evidence:
            if any(json.dumps(evidence)[1:-1] in text for text in (learners, *shown.values())):
                yield f"staff's evidence is in a learner's report: {evidence[:80]}"
    for form, text in shown.items():
        if found := _FORBIDDEN.search(text):
            yield f"{form}: {found[0]!r} is not made visible"
        try:
            text.encode()
        except UnicodeEncodeError:
            yield f"{form}: lone surrogates cannot be written"
    if found := _COMMAND.search(shown["terminal"]):
        yield f"terminal: {found[0]!r} would be obeyed by a workflow"
