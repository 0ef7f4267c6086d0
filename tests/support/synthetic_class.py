"""A synthetic class: students whose answers are right, wrong, broken, hostile, missing or badly named.

The same seed makes the same class. What each student hands in is made up first, apart
from any layout; `support.synthetic_layouts` then writes it as an instructor would find it.
Every name is plainly synthetic.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader import course
from grader.model import Exercise, State
from support.grading import corpus, right_answers, solution
from support.threats import THREATS, answer, read

QUICK_THREATS = (
    "abort", "assertion_error", "builtin_quit", "fork_children", "forged_reply_at_import",
    "ansi_escape", "environ_secrets",
)  # fmt: skip
"""Hostile answers that are over at once."""

FIRST_TIME = 1_767_600_000
"""Seconds since the epoch of the first file of a class."""

STYLES = (
    "{slug}.py", "{slug} (1).py", "{slug}-2.py", "copy of {slug}.py", "{slug} - Copy.py",
    "{title}.PY", "{spaced}.py", "ex{number}.py", "{slug}.py.txt", "{slug}_final.py",
    "my answer to {number}.py",
)  # fmt: skip
"""File names that students give; the last of them says nothing, and only fits what defines functions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFile:
    """One file that a student hands in.

    :param exercise: number that it is meant for; 0 for a file that is for none.
    :param when: seconds since the epoch; even, as ZIP files keep no odd ones.
    :param link: what it points to, for a symbolic link; then there is no content.
    """

    exercise: int
    name: str
    content: bytes
    when: int
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Expected row of one student's exercise.

    :param kind: `right`, `wrong`, `broken`, `hostile`, `missing` or `unreadable`.
    :param content: the bytes that are graded; None unless the state is GRADED.
    """

    kind: str
    state: State
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticStudent:
    """One student.

    :param folder: how a folder of theirs is called; what some write there is hard to read.
    :param bundled: whether all of it is handed in as one ZIP file.
    :param damaged: whether that file is cut short; then nothing in it can be read.
    """

    login: str
    folder: str
    first: str
    last: str
    email: str
    user: int
    participant: int
    files: tuple[HandedFile, ...]
    expected: Mapping[int, Expected]
    bundled: bool = False
    damaged: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticClass:
    """A class on disk.

    :param paths: what to name on the command line.
    :param expected: student, as the layout identifies them, and exercise, to what must come of it.
    """

    layout: str
    paths: tuple[Path, ...]
    roster: Path
    expected: Mapping[tuple[str, int], Expected] = field(default_factory=dict)


@functools.cache
def answers(kind: str, number: int) -> tuple[bytes, ...]:
    """Return all answers of a kind to exercise *number*."""
    exercise = course.exercise(number)
    match kind:
        case "right":
            texts = [path.read_bytes() for path in right_answers(number)]
            return (solution(number).encode(), *texts)
        case "wrong":
            return tuple(one.text.encode() for one in corpus(number))
        case "hostile":
            mark = Path("/nonexistent/mark")
            return tuple(
                answer(read(THREATS / f"{name}.py"), exercise, exercise.functions[0], mark)
                for name in QUICK_THREATS
            )
        case "broken":
            whole = solution(number).encode()
            return (
                b"",
                whole[: len(whole) * 2 // 3] + b"\n)(",
                b"def " + exercise.functions[0].encode() + b"(:\n    pass\n",
                b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)),
                whole.replace(b"return", b"return\x00", 1),
                "# Lösung\n".encode("cp1252") + whole,
                course.stub(exercise),
            )
        case _:
            raise ValueError(kind)


def draw_students(count: int, seed: str) -> tuple[SyntheticStudent, ...]:
    """Return *count* students, the same for the same seed."""
    draw = random.Random(f"school {seed}")
    users = draw.sample(range(10_000, 99_999), count)
    participants = draw.sample(range(100_000, 999_999), count)
    return tuple(
        _draw_student(place, users[place - 1], participants[place - 1], draw)
        for place in range(1, count + 1)
    )


def _draw_student(place: int, user: int, participant: int, draw: random.Random) -> SyntheticStudent:
    login = f"student{place:03d}"
    folder, first, last = _names(place, login)
    fate = draw.random()
    files: list[HandedFile] = []
    expected: dict[int, Expected] = {}
    for exercise in course.exercises():
        own, outcome = _handed(exercise, draw, place)
        files += own
        expected[exercise.number] = outcome
    if fate < 0.04:  # nothing at all
        files = []
        expected = {number: _missing() for number in expected}
    elif files and draw.random() < 0.15:
        files.append(_handed_file(0, "notes.md", b"# Notes\n", place))
    bundled = bool(files) and 0.04 <= fate < 0.14
    damaged = bundled and fate < 0.06
    if damaged:
        gone = Expected(kind="unreadable", state=State.UNREADABLE)
        expected = dict.fromkeys(expected, gone)
    return SyntheticStudent(
        login=login,
        folder=folder,
        first=first,
        last=last,
        email=f"{login}@example.org",
        user=user,
        participant=participant,
        files=tuple(files),
        expected=expected,
        bundled=bundled,
        damaged=damaged,
    )


def _names(place: int, login: str) -> tuple[str, str, str]:
    """Return folder, first and last name; some are what a CSV file or a folder is broken by."""
    odd = {
        2: (login, "Student", f"{place:03d}, Jr"),
        3: (f"o'{login}", "O'Student", f"Number {place:03d}"),
        4: (f"stüdent{place:03d}", "Stüdent", f"Nummer {place:03d}"),
        5: (f"{login} 😀", "Student 😀", f"{place:03d}"),
        6: (login, '=HYPERLINK("https://example.org","Student', f'{place:03d}")'),
        7: (f"{login}, with a comma", "Student", f"; {place:03d}"),
        8: (login, "Studentin", f"Ümläut-Nummer {place:03d}"),
    }
    return odd.get(place % 40, (login, "Student", f"{place:03d}"))


def _handed(
    exercise: Exercise, draw: random.Random, place: int
) -> tuple[list[HandedFile], Expected]:
    """Return what one student hands in for one exercise, oldest first, and what must come of it."""
    kind = draw.choices(
        ("right", "wrong", "broken", "hostile", "missing", "unreadable"), (46, 27, 9, 4, 8, 6)
    )[0]
    if kind == "missing":
        return [], _missing()
    number, when = exercise.number, FIRST_TIME + 2 * draw.randrange(500_000)
    if kind == "unreadable":
        return [_unreadable(exercise, draw, when)], Expected(kind=kind, state=State.UNREADABLE)
    pool = answers(kind, number)
    # A comment makes each answer its own, as the answers of people are.
    content = pool[draw.randrange(len(pool))]
    if content and kind != "broken":
        content += f"\n# {place}\n".encode()
    styles = STYLES if kind == "right" else STYLES[:-1]
    style = draw.choices(styles, (20, *([1] * (len(styles) - 1))))[0]
    slug = exercise.slug
    words = {
        "slug": slug,
        "title": slug.title(),
        "spaced": slug.replace("_", " "),
        "number": number,
    }
    files = [HandedFile(exercise=number, name=style.format(**words), content=content, when=when)]
    stub = course.stub(exercise)
    if style == STYLES[0] and content != stub:
        again = draw.random()
        earlier = f"# an earlier try of {place}\n".encode() + answers("wrong", number)[0]
        if again < 0.10:  # a browser numbers the second: the newer is the numbered one
            newer = f"{slug} (1).py"
            files = [
                HandedFile(exercise=number, name=f"{slug}.py", content=earlier, when=when - 600),
                HandedFile(exercise=number, name=newer, content=content, when=when),
            ]
        elif again < 0.16:  # a copy that was put aside, however late
            aside = f"copy of {slug}.py"
            files.insert(
                0, HandedFile(exercise=number, name=aside, content=earlier, when=when + 60)
            )
        elif again < 0.20:  # the untouched stub once more, and later
            late = f"{slug} (3).py"
            files.append(HandedFile(exercise=number, name=late, content=stub, when=when + 60))
    return files, Expected(kind=kind, state=State.GRADED, content=content)


def _unreadable(exercise: Exercise, draw: random.Random, when: int) -> HandedFile:
    """Return a file that cannot be read as Python text."""
    slug, number = exercise.slug, exercise.number
    text = solution(number)
    return draw.choice(
        (
            HandedFile(
                exercise=number, name=f"{slug}.py", content=text.encode("utf-16"), when=when
            ),
            HandedFile(
                exercise=number, name=f"{slug}.py", content=b"#" * (1 << 20) + b"\n", when=when
            ),
            HandedFile(
                exercise=number, name=f"{slug}.docx", content=b"PK\x03\x04 a document", when=when
            ),
            HandedFile(
                exercise=number, name=f"{slug}.py", content=b"", when=when, link="/etc/hostname"
            ),
        )
    )


def _handed_file(exercise: int, name: str, content: bytes, place: int) -> HandedFile:
    return HandedFile(exercise=exercise, name=name, content=content, when=FIRST_TIME + 2 * place)


def _missing() -> Expected:
    return Expected(kind="missing", state=State.NOTHING_HANDED_IN)


def kinds_of(expected: Mapping[tuple[str, int], Expected]) -> Sequence[str]:
    """Return the kinds that occur, sorted."""
    return sorted({one.kind for one in expected.values()})
