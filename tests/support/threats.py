"""Hostile and broken answers: a threat's file, the answers made of it, and what must come of them.

A file in `tests/threats` is a trick, told apart from any exercise. Its header says
what kind it is (`class`), what must happen (`expected`), what it may earn
(`scores`), how long it may take (`bound`), and, where it has one, the misconception
that the first finding must name (`told`). `FUNCTION` in it stands for a function of
an exercise, `RIGHT` for the reference answer's function of that name: the answer that
is graded is the whole reference answer with the trick behind it. `plain` is the body
of the same function without the trick, and the measure of what the trick may earn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import grader
from grader.model import Exercise
from support.grading import TESTS, solution

THREATS = TESTS / "threats"
CHECKS = Path(grader.__file__).parent / "checks"
NOT_STARTED = "raise NotImplementedError"

_FIELD = re.compile(r"^# (class|expected|scores|bound|plain|told|place): (.*)$", re.MULTILINE)
_REPEAT = re.compile(r"@REPEAT\((.*?),(\d+)\)@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """One trick.

    :param scores: `full`, `nothing` (that needs the file to load), `written` (nothing but what is
        read without loading it), `plain` (no more than without the trick) or `any`.
    :param bound: `at once` or `time limit`.
    :param told: misconceptions, one of which the first finding names; empty for any.
    :param alone: whether the file is graded as it is, without the reference answer.
    """

    name: str
    kind: str
    expected: str
    scores: str
    bound: str
    plain: str
    told: frozenset[str]
    alone: bool
    text: str

    @property
    def aims(self) -> bool:
        """Whether the threat is aimed at one function, rather than at the file."""
        return "FUNCTION" in self.text


def read(path: Path) -> Threat:
    """Read a threat."""
    text = path.read_text("utf-8")
    field = dict(_FIELD.findall(text))
    assert {"class", "expected", "scores", "bound"} <= set(field), f"{path.name}: header"
    assert field["scores"] in {"full", "nothing", "written", "plain", "any"}, path.name
    assert field["bound"] in {"at once", "time limit"}, path.name
    told = frozenset(field.get("told", "").split())
    return Threat(
        name=path.stem,
        kind=field["class"],
        expected=field["expected"],
        scores=field["scores"],
        bound=field["bound"],
        plain=field.get("plain", ""),
        told=told - {"*"},
        alone=field.get("place") == "alone",
        text=text,
    )


def threats() -> list[Threat]:
    """Return all threats by name."""
    return [read(path) for path in sorted(THREATS.glob("*.py"))]


def places(threat: Threat, exercise: Exercise) -> tuple[str, ...]:
    """Return the functions at which the threat can be aimed; one empty name for the file."""
    return exercise.functions if threat.aims else ("",)


def answer(threat: Threat, exercise: Exercise, function: str, mark: Path) -> bytes:
    """Return the file that is graded.

    :param function: the one aimed at; any of the exercise's where the threat aims at none.
    :param mark: a folder in which a trace must not appear.
    """
    target = function or exercise.functions[0]
    text = _REPEAT.sub(lambda found: found[1] * int(found[2]), threat.text)
    text = re.sub(r"\bFUNCTION\b", target, text)
    text = text.replace("@CHECKS@", str(CHECKS)).replace("@MARK@", str(mark))
    if threat.alone:
        return text.encode()
    return f"{solution(exercise.number)}\n\nRIGHT = {target}\n\n{text}".encode()


def without(threat: Threat, exercise: Exercise, function: str) -> bytes:
    """Return the same file without the trick: the reference answer, or one plain function in it.

    Where a trick at import may earn nothing, that is what a file earns that does not load:
    a check may read what is written there as a literal, without running it.
    """
    text = solution(exercise.number)
    if threat.scores == "nothing":
        return b"" if threat.alone else f"{text}\n\nraise RuntimeError\n".encode()
    if not function:
        return text.encode()
    body = threat.plain or NOT_STARTED
    plain = f"def {function}(*arguments, **named):\n    {body}\n"
    return f"{text}\n\nRIGHT = {function}\n\n{plain}".encode()
