"""Exceptions of the kit with messages for people, one class for each kind of failure.

A learner's failure is not among them: a failed check is a value (a Verdict),
never an exception. What is left is the caller's mistake, a file that cannot be
graded, and a fault of ours; the command line turns them into exit status 2, 2
and 3.
"""

from __future__ import annotations


class GraderError(Exception):
    """Base of the exceptions whose message people read.

    :param message: what happened, naming the file or option.
    :param next_step: what to do about it, one sentence.
    """

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class UsageError(GraderError):
    """A mistake of the caller: an argument that does not exist or does not fit the others."""


class SubmissionError(GraderError):
    """A file cannot be read as a submission: missing, a folder or too large, for example."""


class Fault(GraderError):
    """A mistake of the kit itself, never a reason to take points from anybody.

    :param message: the reason, for everybody: it is about the kit and the machine, and holds
        nothing of a check.
    :param details: for staff, such as the end of a traceback.
    """

    def __init__(self, message: str, next_step: str = "", *, details: str = "") -> None:
        super().__init__(message, next_step)
        self.details = details
