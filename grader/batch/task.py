"""The wire format of a batch, the function that grades one, and the pool that runs it.

A thread of this process or a worker on another machine runs `grade_batch`. The function travels by
its name, and its arguments and result are plain values, so a worker needs nothing but the
installed kit; every batch checks that it is the same kit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from grader import course
from grader.batch.cache_key import (
    Environment,
    GradingOptions,
    environment_here,
    interpreter_here,
    limits_of,
)
from grader.batch.places_to_look import scan
from grader.errors import UsageError
from grader.host.examiner_process import Examiner, examine
from grader.model import Attempt, Audience, Policy
from grader.reports.json import grade_as_json
from grader.submissions import from_bytes

if TYPE_CHECKING:
    from grader.batch.plan import WorkItem


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPool:
    """Pool of workers that grade batches: threads of this process, or the workers of a cluster.

    :param environment: the kit, checks and Python of the workers.
    :param slots: batches graded at a time.
    :param submit: starts `grade_batch` with these arguments.
    :param place: where the pool is, in a few words for the user.
    :param trouble: returns why the pool as a whole has failed; empty while it works. Called about
        once a second.
    """

    environment: Environment
    slots: int
    submit: Callable[[str, list[bytes]], Future[str]]
    place: str = "here"
    trouble: Callable[[], str] = str


AHEAD = 1
"""Guests started in advance: one boots while another is in use."""


def encode_batch(
    work: Sequence[WorkItem], options: GradingOptions, policy: Policy
) -> tuple[str, list[bytes]]:
    """Return the arguments of `grade_batch`: a request as JSON text, and the graded files."""
    body = {
        "environment": asdict(options.environment),
        "python": options.python,
        "seconds": options.seconds,
        "required": sorted(policy.required),
        "available": sorted(policy.available),
        "attempts": [
            {
                "exercise": item.exercise.number,
                "label": item.owners[0].file or item.exercise.slug,
                "seed": item.seed,
            }
            for item in work
        ],
    }
    return json.dumps(body), [item.content for item in work]


def decode_reports(reply: str) -> list[dict[str, Any]]:
    """Return the JSON reports for staff in a reply of `grade_batch`, in the order of the batch.

    :raises UsageError: when the worker refused the batch.
    """
    body = json.loads(reply)
    if "refused" in body:
        raise UsageError(*body["refused"])
    reports: list[dict[str, Any]] = body["reports"]
    return reports


def grade_batch(
    request: str,
    sources: Sequence[bytes],
    lend: Callable[[str, Policy], AbstractContextManager[Examiner]] = Examiner,
) -> str:
    """Grade a batch and return its reports, or a refusal, as JSON.

    :param request: JSON text from `encode_batch`.
    :param sources: the graded files, one for each attempt.
    :param lend: context manager of an examiner, from the guests' interpreter and a policy.
    """
    body = json.loads(request)
    try:
        here = asdict(environment_here(body["python"]))
        if here != body["environment"]:
            raise UsageError(*_differs(here, body["environment"]))
        python = interpreter_here(body["python"])[0]
        policy = Policy(
            required=frozenset(body["required"]), available=frozenset(body["available"])
        )
        attempts = [
            _attempt(item, source, python, body["seconds"])
            for item, source in zip(body["attempts"], sources, strict=True)
        ]
        grades = examine(attempts, ahead=AHEAD, policy=policy, another=lambda: lend(python, policy))
    except UsageError as error:
        return json.dumps({"refused": [error.message, error.next_step]})
    scanned = [
        replace(grade, scan=scan(source)) for grade, source in zip(grades, sources, strict=True)
    ]
    return json.dumps({"reports": [grade_as_json(grade, Audience.STAFF) for grade in scanned]})


def _attempt(item: dict[str, Any], source: bytes, python: str, seconds: float) -> Attempt:
    exercise = course.exercise(item["exercise"])
    return Attempt(
        exercise=exercise,
        submission=from_bytes(source, exercise, label=item["label"]),
        seed=item["seed"],
        python=python,
        limits=limits_of(exercise, seconds),
    )


_NAMES = {"kit": "version of the kit", "checks": "hidden checks", "python": "learners' Python"}


def _differs(here: dict[str, str], wanted: dict[str, str]) -> tuple[str, str]:
    """Return message and next step for two environments that differ."""
    parts = [
        f"{_NAMES[name]} {here[name][:12]} and not {wanted[name][:12]}"
        for name in wanted
        if here[name] != wanted[name]
    ]
    return (
        f"a worker has another setup than this batch: {'; '.join(parts)}",
        "Install the same kit, and name a Python that all workers have with --python.",
    )
