"""What the host asks of an examiner, as JSON: the attempts of one batch and how to run them.

The learners' files come apart from the rest and may come later: an examiner that
knows the exercise can do all but examine before there is anything to examine.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from grader import course
from grader.model import AS_AVAILABLE, Attempt, Limits, Policy, Submission
from grader.submissions import source_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A batch of attempts.

    :param attempts: in the examiner their submissions hold no files until these come.
    :param python: path of the guests' interpreter.
    :param ahead: how many guests to start before they are wanted.
    :param tells: whether each check that is done is told of at once.
    :param policy: what must be enforced before any of this code runs.
    """

    attempts: tuple[Attempt, ...]
    python: str
    ahead: int
    limits: Limits
    policy: Policy = AS_AVAILABLE
    tells: bool = True


def request_json(request: Request) -> dict[str, Any]:
    """Return *request* as a JSON object, without the learner's files."""
    return {
        "attempts": [
            {"exercise": attempt.exercise.number, "seed": attempt.seed}
            for attempt in request.attempts
        ],
        "python": request.python,
        "ahead": request.ahead,
        "tells": request.tells,
        "limits": asdict(request.limits),
        "required": sorted(request.policy.required),
        "available": sorted(request.policy.available),
    }


def read_request(body: dict[str, Any]) -> Request:
    """Rebuild a request; the host is trusted, so a malformed one raises whatever it raises."""
    limits = Limits(**body["limits"])
    attempts = []
    for place, item in enumerate(body["attempts"]):
        exercise = course.exercise(item["exercise"])
        attempts.append(
            Attempt(
                exercise=exercise,
                submission=Submission(id=str(place), label=f"{exercise.slug}.py", files={}),
                seed=item["seed"],
                limits=limits,
            )
        )
    return Request(
        attempts=tuple(attempts),
        python=body["python"],
        ahead=body["ahead"],
        tells=body["tells"],
        limits=limits,
        policy=Policy(required=frozenset(body["required"]), available=frozenset(body["available"])),
    )


def files_json(attempts: Sequence[Attempt]) -> list[str]:
    """Return the learners' files of *attempts*, in their order, as a JSON list."""
    return [
        base64.b64encode(source_of(attempt.submission, attempt.exercise)).decode("ascii")
        for attempt in attempts
    ]


def read_files(body: list[str]) -> list[bytes]:
    """Rebuild the learners' files, in the order of the request's attempts."""
    return [base64.b64decode(text) for text in body]
