"""Outcomes of a request to a guest: returned, raised, missing, timed out, died, garbled, too large.

None of the outcomes is a Python exception, so nothing that a learner's code does can be
mistaken for a failure of the kit's. `Stopped`, which carries an outcome, ends a check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ADDRESS = re.compile(r"(<[^<>]*) at 0x[0-9a-fA-F]+>")


class RemoteReference:
    """Reference to an object in a guest, by its *number*; an argument of requests to that guest."""

    __slots__ = ()
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle(RemoteReference):
    """Reference to an object in a guest, with a description.

    :param number: of the object, in requests to that guest.
    :param module: module of its real type.
    :param type: qualified name of its real type.
    :param name: own name of a module, a function or a class; else None.
    :param size: length of a built-in container; else None.
    :param category: `module`, `function`, `class` or `object`; `too large` for a plain value where a copy was
        wanted and did not fit into one.
    """

    number: int
    module: str
    type: str
    name: str | None
    size: int | None
    category: str


NO_HANDLE = Handle(number=-1 << 40, module="?", type="?", name=None, size=None, category="object")
"""Handle of no object, where a request wanted only a copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The request returned a value.

    :param value: a copy, of exact built-in types, with a Handle in the place of any other object.
    :param handle: of the value; `NO_HANDLE` where only a copy was wanted.
    :param line: the learner's line that ran last, where learner code was called.
    :param ran: the lines that ran before it, as `grader.guest.serve.Guest` records them.
    """

    value: object
    handle: Handle
    line: int | None = None
    ran: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """The request raised an exception, which is described by texts.

    :param handle: of the exception.
    :param bases: names of the built-in exception types among its real bases, nearest first.
    :param text: its message; None where `str` of it fails.
    :param module: name of the module whose code raised it; None where it has none.
    :param frames: (line, function, times in a row) of the learner's own frames, outermost first.
    :param syntax: (line, column, source text, message) of a syntax error in the learner's file.
    :param names: (name, short text) of local names in the last own frame, latest first.
    """

    handle: Handle
    bases: tuple[str, ...]
    text: str | None
    module: str | None = None
    frames: tuple[tuple[int, str, int], ...] = ()
    syntax: tuple[int | None, int | None, str | None, str | None] | None = None
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The learner's file loads, but does not define functions of the exercise.

    :param names: of the functions.
    """

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedOut:
    """The time limit ended the guest.

    :param seconds: the time limit.
    """

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Died:
    """The guest's process ended, or was killed for too much output or too many files.

    :param how: `exit status 3`, `signal SIGSEGV`, `output`, `disk` or `line closed`.
    """

    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Garbled:
    """The guest sent something other than a reply to the open message; evidence for staff.

    :param violation: how the guest broke the protocol; a verb with its object.
    """

    violation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted(Garbled):
    """The guest answered an honesty check wrongly, so that none of its answers counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversized:
    """The answer to a question of the grader's own is too large to be copied and compared.

    :param handle: of the answer.
    """

    handle: Handle


Outcome = Returned | Raised | Missing | TimedOut | Died | Garbled | Oversized


class Stopped(Exception):
    """Exception that ends a check whose guest did not answer; carries the outcome.

    :param function: the learner's function that was called; empty while loading.
    :param prop: True where the grader's own prop was at work, in a guest that the learner's
        code had changed.
    :ivar blocks: as in `grader.exam.findings.Failed`; a check may set it for an exception that it met
        everywhere.
    """

    def __init__(self, outcome: Outcome, *, function: str, call: str, prop: bool = False) -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome
        self.function = function
        self.call = call
        self.prop = prop
        self.blocks = ""


def frames_to_show(outcome: Raised) -> tuple[tuple[int, str, int], ...]:
    """Return an exception's frames up to the one that a learner should look at.

    That is the innermost one; but of endless recursion the innermost call that repeats itself,
    because where the stack ended is chance.
    """
    repeated = [place for place, (_, _, times) in enumerate(outcome.frames) if times > 1]
    if "RecursionError" in outcome.bases and repeated:
        return outcome.frames[: repeated[-1] + 1]
    return outcome.frames


def exception_text(outcome: Raised) -> str:
    """Return an exception as a learner reads it: `ValueError: message`.

    The addresses of objects, which differ from run to run, are left out.
    """
    text = _ADDRESS.sub(r"\1>", outcome.text or "").strip()
    return f"{outcome.handle.type}: {text}" if text else outcome.handle.type
