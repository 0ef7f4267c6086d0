"""The API for authors of checks.

A check module imports from here, from `grader.checks.rules` and from its neighbours, and nothing else
of the kit. The modules of this package also serve `grader.examiner`, which runs the checks.
"""

from grader.channel.batching import Deferred
from grader.channel.outcomes import Garbled, Raised, Stopped, exception_text
from grader.exam.api import (
    Learner,
    ReturnValue,
    check,
    outcome_of,
    result_of,
    uncopied_outcome_of,
)
from grader.exam.call_site import CallSite
from grader.exam.diagnosis import Diagnosis, NoResult, Signature
from grader.exam.findings import Blocked, Failed, Findings
from grader.exam.line_up import Groups
from grader.exam.literals import AssignedLiteral, LiteralStatus
from grader.exam.random_values import Fresh
from grader.exam.session import LearnerFunction, RemoteObject, describe
from grader.exam.world import World
from grader.model import Exercise, Finding, ReviewTask, Rule

__all__ = [
    "AssignedLiteral",
    "Blocked",
    "CallSite",
    "Deferred",
    "Diagnosis",
    "Exercise",
    "Failed",
    "Finding",
    "Findings",
    "Fresh",
    "Garbled",
    "Groups",
    "Learner",
    "LearnerFunction",
    "LiteralStatus",
    "NoResult",
    "Raised",
    "RemoteObject",
    "ReturnValue",
    "ReviewTask",
    "Rule",
    "Signature",
    "Stopped",
    "World",
    "check",
    "describe",
    "exception_text",
    "outcome_of",
    "result_of",
    "uncopied_outcome_of",
]
