"""What the author of a check sees, and nothing else.

A check imports from here and from `grader.checks`. The engine's own parts of an exam lie in the
modules below; only `grader.examiner` uses these.
"""

from grader.exam.api import (
    AssignedLiteral,
    Deferred,
    Exercise,
    Failed,
    Finding,
    Findings,
    Fresh,
    Learner,
    LearnerFunction,
    LiteralStatus,
    Raised,
    RemoteObject,
    ReturnValue,
    ReviewTask,
    Rule,
    Stopped,
    World,
    call_text,
    check,
    describe,
    exception_text,
    expect,
    finding,
    outcome_of,
    result_of,
)
from grader.exam.diagnosis import Diagnosis, Signature

__all__ = [
    "AssignedLiteral",
    "Deferred",
    "Diagnosis",
    "Exercise",
    "Failed",
    "Finding",
    "Findings",
    "Fresh",
    "Learner",
    "LearnerFunction",
    "LiteralStatus",
    "Raised",
    "RemoteObject",
    "ReturnValue",
    "ReviewTask",
    "Rule",
    "Signature",
    "Stopped",
    "World",
    "call_text",
    "check",
    "describe",
    "exception_text",
    "expect",
    "finding",
    "outcome_of",
    "result_of",
]
