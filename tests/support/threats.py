"""Hostile and broken answers: a threat's file, the answers made of it, and what must come of them.

A file in `tests/threats` is a trick, told apart from any exercise. Its header says
what kind it is (`class`), what must happen (`expected`), what it may earn
(`scores`), how long it may take (`bound`), where it has one, the misconception
that the first finding must name (`told`), and where it reaches for nothing of the interpreter's
inside, `looks: no`. `FUNCTION` in it stands for a function of
an exercise, `RIGHT` for the reference answer's function of that name: the answer that
is graded is the whole reference answer with the trick behind it. `plain` is the body
of the same function without the trick, and the measure of what the trick may earn.

A forger (class `forger`) solves nothing and takes over the replies of its guest: in front of its
trick every function of the exercise returns None (`place: unwritten`). `@LIAR@` in it stands for the
lies that forgers share, `tests/threats/parts/liar.py`.
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
LIAR = THREATS / "parts" / "liar.py"
NOT_STARTED = "raise NotImplementedError"
PLACES = frozenset({"answer", "alone", "unwritten"})

_FIELD = re.compile(r"^# (class|expected|scores|bound|plain|told|place|looks): (.*)$", re.MULTILINE)
_REPEAT = re.compile(r"@REPEAT\((.*?),(\d+)\)@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """One trick.

    :param scores: `full`, `nothing` (that needs the file to load), `written` (nothing but what is
        read without loading it), `plain` (no more than without the trick), `below half` (less than
        half of all points more than without it) or `any`.
    :param bound: `at once` or `time limit`.
    :param told: misconceptions, one of which the first finding names; empty for any.
    :param looks: whether the scan of its text must find places to look. A file that reaches for nothing
        of the interpreter's inside, but raises, hangs or hands back odd values, says `looks: no`.
    :param place: the text in front of the trick: `answer`, the reference answer; `unwritten`, functions
        that return None; or `alone`, nothing.
    """

    name: str
    kind: str
    expected: str
    scores: str
    bound: str
    plain: str
    told: frozenset[str]
    looks: bool
    place: str
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
    scores = {"full", "nothing", "written", "plain", "below half", "any"}
    assert field["scores"] in scores, path.name
    assert field["bound"] in {"at once", "time limit"}, path.name
    assert field.get("place", "answer") in PLACES, path.name
    told = frozenset(field.get("told", "").split())
    return Threat(
        name=path.stem,
        kind=field["class"],
        expected=field["expected"],
        scores=field["scores"],
        bound=field["bound"],
        plain=field.get("plain", ""),
        told=told - {"*"},
        looks=field.get("looks") != "no",
        place=field.get("place", "answer"),
        text=text,
    )


def threats() -> list[Threat]:
    """Return all threats by name."""
    return [read(path) for path in sorted(THREATS.glob("*.py"))]


def forgers() -> list[Threat]:
    """Return the threats that solve nothing and take over the replies of their guest, by name."""
    return [threat for threat in threats() if threat.kind == "forger"]


def unwritten(exercise: Exercise) -> str:
    """Return an answer in which every function is there and returns None."""
    return "".join(
        f"def {name}(*arguments, **named):\n    return None\n" for name in exercise.functions
    )


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
    text = text.replace("@LIAR@", LIAR.read_text("utf-8"))
    match threat.place:
        case "alone":
            return text.encode()
        case "unwritten":
            return f"{unwritten(exercise)}\n{text}".encode()
        case _:
            return f"{solution(exercise.number)}\n\nRIGHT = {target}\n\n{text}".encode()


def without(threat: Threat, exercise: Exercise, function: str) -> bytes:
    """Return the same file without the trick: the reference answer, or one plain function in it.

    That of a forger is the file with no lie that reaches the machinery. Where a trick at import may earn nothing, that is what a file earns that does not load:
    a check may read what is written there as a literal, without running it.
    """
    if threat.place == "unwritten":
        lies = LIAR.read_text("utf-8") if "@LIAR@" in threat.text else ""
        return f"{unwritten(exercise)}\n{lies}".encode()
    text = solution(exercise.number)
    if threat.scores == "nothing":
        return b"" if threat.place == "alone" else f"{text}\n\nraise RuntimeError\n".encode()
    if not function:
        return text.encode()
    body = threat.plain or NOT_STARTED
    plain = f"def {function}(*arguments, **named):\n    {body}\n"
    return f"{text}\n\nRIGHT = {function}\n\n{plain}".encode()
