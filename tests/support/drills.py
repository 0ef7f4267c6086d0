"""The drills of `tests/drill.py`: each yields lines to print, with the number of wrong cases."""

from __future__ import annotations

import collections
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from grader import course
from grader.host.examiner_process import examine
from grader.model import Attempt, Grade, Row
from support.class_drill import answers_of, batch, lay_in, one_by_one, wrong_rows
from support.forgers import by_forger, every_forgery, measure
from support.grading import (
    all_right_answers,
    attempt,
    content,
    corpus,
    other_pythons,
    said,
    solution,
)
from support.grading import run as cli
from support.kill_drill import disturbed_run, undisturbed_run
from support.odd_results import EXPRESSIONS, odd_answer
from support.random_answers import KINDS, random_answer
from support.synthetic_layouts import LAYOUTS, write_synthetic_class
from support.threat_drill import Case, run
from support.threats import places, threats

_BATCH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Settings of the drills.

    :param python: path of the guests' interpreter.
    :param only: threats whose name contains this.
    :param workers: examiners at a time.
    :param seed: for what is drawn at random.
    :param students: how large a class is; for `kill` a tenth of it.
    :param kills: how often a run over a class is killed.
    """

    python: str
    only: str = ""
    workers: int = 2
    seed: int = 1
    students: int = 300
    kills: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line to print, and the number of wrong cases in it."""

    text: str
    wrong: int = 0


def threats_at_everything(plan: Plan) -> Iterator[Line]:
    """Every threat at every function; a line a class, and one for each case that is wrong."""
    yield from _contained(
        [
            Case(threat=threat, exercise=exercise, function=function)
            for threat in threats()
            if plan.only in threat.name
            for exercise in course.exercises()
            for function in places(threat, exercise)
        ],
        plan,
    )


def threats_once(plan: Plan) -> Iterator[Line]:
    """Every threat at one function of each exercise, the functions taken in turn."""
    cases = [
        Case(threat=threat, exercise=exercise, function=aims[place % len(aims)])
        for place, threat in enumerate(threats())
        if plan.only in threat.name
        for exercise in course.exercises()
        if (aims := places(threat, exercise))
    ]
    yield from _contained(cases, plan)


def _contained(cases: list[Case], plan: Plan) -> Iterator[Line]:
    for kind in sorted({case.threat.kind for case in cases}):
        began = time.monotonic()
        chosen = [case for case in cases if case.threat.kind == kind]
        with tempfile.TemporaryDirectory(prefix="drill-") as folder:
            results = run(chosen, Path(folder), python=plan.python, workers=plan.workers)
        wrong = [result for result in results if result.wrong]
        slowest = max(result.seconds for result in results)
        text = (
            f"  {kind:<16} {len(results):>5} cases {len(wrong):>4} wrong   slowest {slowest:.2f} s"
            f"   in {time.monotonic() - began:.0f} s"
        )
        yield Line(text=text, wrong=len(wrong))
        for result in wrong:
            yield Line(text=f"    {result.case.label}: {'; '.join(result.wrong)}")


def forgers(plan: Plan) -> Iterator[Line]:
    """Every forger at every exercise with ten seeds: what it gains by lies; a line for each two."""
    began = time.monotonic()
    gains = measure(every_forgery(plan.only), python=plan.python, workers=plan.workers)
    yield Line(text=f"  {'forger':<42} exercise  mean  most  checks passed, and how often")
    for one in by_forger(gains):
        text = f"  {one.name:<42} {one.exercise:>8} {one.mean:>5.1f} {one.most:>5}  {one.checks}"
        yield Line(text=text, wrong=len(one.wrong))
        for told in one.wrong:
            yield Line(text=f"    {told}")
    mean = sum(one.points for one in gains) / max(len(gains), 1)
    took = time.monotonic() - began
    yield Line(text=f"  {len(gains)} attempts, {mean:.2f} points in the mean, in {took:.0f} s")


def odd_results(plan: Plan) -> Iterator[Line]:
    """Every odd result of every function: never FAULTED, always with a cause."""
    for exercise in course.exercises():
        right = solution(exercise.number)
        for function in exercise.functions:
            attempts = [
                attempt(
                    exercise.number,
                    odd_answer(right, **{function: expression}),
                    seed=str(plan.seed),
                    python=plan.python,
                )
                for expression in EXPRESSIONS
            ]
            wrong = [
                f"    {expression}: {trouble}"
                for expression, graded in zip(
                    EXPRESSIONS, _examined(attempts, plan.workers), strict=True
                )
                if (trouble := _trouble(graded))
            ]
            text = (
                f"  {exercise.number}.{function:<20} {len(attempts):>4} cases {len(wrong):>4} wrong"
            )
            yield Line(text=text, wrong=len(wrong))
            for line in wrong:
                yield Line(text=line)


def versions(plan: Plan) -> Iterator[Line]:
    """Every answer of the corpus on every other version of Python: the verdicts are the plan's."""
    for exercise in course.exercises():
        number = exercise.number
        paths = [*(one.path for one in corpus(number)), *all_right_answers(number)]

        def verdicts(
            python: str, paths: list[Path] = paths, number: int = number
        ) -> Iterator[tuple[str, object]]:
            attempts = [
                attempt(number, content(path), label=path.name, python=python) for path in paths
            ]
            for path, graded in zip(paths, _examined(attempts, plan.workers), strict=True):
                yield path.name, said(graded)

        usual = dict(verdicts(plan.python))
        for python in other_pythons():
            wrong = [name for name, one in verdicts(python) if one != usual[name]]
            text = f"  {number} {python:<20} {len(paths):>4} cases {len(wrong):>4} wrong"
            yield Line(text=text, wrong=len(wrong))
            for name in wrong:
                yield Line(text=f"    {name}")


def fuzz(plan: Plan) -> Iterator[Line]:
    """Two hundred random answers through the command line: status 1 or 2, never 3, no traceback."""
    source = random.Random(plan.seed)
    numbers = list(course.slugs())
    for kind in KINDS:
        wrong = []
        with tempfile.TemporaryDirectory(prefix="drill-") as folder:
            path = Path(folder) / "answer.py"
            for place in range(50):
                number = numbers[place % len(numbers)]
                path.write_bytes(random_answer(source, kind, number))
                done = cli(
                    *("exercise", str(number), str(path), "--time-limit", "1"),
                    *("--python", plan.python, "--seed", str(place)),
                    folder=Path(folder),
                )
                if done.status not in {0, 1, 2} or "Traceback (most recent" in done.err:
                    wrong.append(f"    status {done.status}: {path.read_bytes()!r:.200}")
        yield Line(text=f"  {kind:<16}    50 cases {len(wrong):>4} wrong", wrong=len(wrong))
        for line in wrong:
            yield Line(text=line)


def a_class(plan: Plan) -> Iterator[Line]:
    """A class in every layout: everybody's row, in the right state, with the points of one by one."""
    points: dict[tuple[int, str], int] = {}
    known: list[tuple[Row, bytes]] = []
    for layout in LAYOUTS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="drill-") as name:
            folder, out = Path(name), Path(name) / "out"
            made = write_synthetic_class(
                folder / "class", students=plan.students, seed=str(plan.seed), layout=layout
            )
            lay_in(out, known)
            options = ("--jobs", str(plan.workers), "--python", plan.python)
            found = batch(made, out, *options, seconds=3600)
        took = time.monotonic() - began
        answers = answers_of(made)
        new = [row for row in found if row.sha256 and (row.exercise, row.sha256) not in points]
        points |= one_by_one(new, answers, plan.python, plan.workers)
        once = {(row.exercise, row.sha256): row for row in new if row.key}
        known += [(row, answers[key]) for key, row in once.items() if key in answers]
        wrong = wrong_rows(made.expected, found, points)
        states = collections.Counter(row.state.value for row in found)
        told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        text = (
            f"  {layout:<16} {len(found):>5} rows {len(wrong):>5} wrong   {told}"
            f"   {len(once)} graded here and one by one   in {took:.0f} s"
        )
        yield Line(text=text, wrong=len(wrong))
        for line in wrong:
            yield Line(text=f"    {line}")


def kill(plan: Plan) -> Iterator[Line]:
    """SIGKILL to a run over a class at moments spread over all of it, each time gone on with."""
    told: list[str] = []
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        folder, students = Path(name), max(plan.students // 10, 2)
        seconds = undisturbed_run(folder, students)
        yield Line(text=f"  undisturbed: {3 * students} rows in {seconds:.0f} s")
        draw = random.Random(plan.seed)
        result = disturbed_run(folder, kills=plan.kills, draw=draw, tell=told.append)
    for line in (*told, *(f"    {wrong}" for wrong in result.wrong)):
        yield Line(text=line)
    text = (
        f"  {result.kills} kills, {result.rows} rows, {result.examined} attempts to examiners, "
        f"{len(result.wrong)} wrong"
    )
    yield Line(text=text, wrong=len(result.wrong))


def _examined(attempts: list[Attempt], workers: int) -> list[Grade]:
    groups = [attempts[start : start + _BATCH] for start in range(0, len(attempts), _BATCH)]
    with ThreadPoolExecutor(workers) as pool:
        return [graded for grades in pool.map(examine, groups) for graded in grades]


def _trouble(graded: Grade) -> str:
    if graded.faulted:
        return f"FAULTED: {[verdict.evidence for verdict in graded.verdicts if verdict.evidence]}"
    if graded.earned < graded.possible and not any(v.finding for v in graded.verdicts):
        return "points are lost and nothing is told"
    return ""


ALL: Mapping[str, Callable[[Plan], Iterator[Line]]] = {
    "threats": threats_at_everything,
    "once": threats_once,
    "forgers": forgers,
    "odd": odd_results,
    "versions": versions,
    "fuzz": fuzz,
    "class": a_class,
    "kill": kill,
}
