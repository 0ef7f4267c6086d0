"""Messages between host and examiner, both ways: requests, verdicts and prose, to JSON and back.

The host sends a request: the attempts of one batch and how to run them. The learners' files are
a message of their own and may come later: an examiner that knows the exercise can do all but
examine before they are there.

The examiner answers with the report of pytest-json-report. The metadata of each test in it is
the verdict of one check or the prose of one attempt. A test whose outcome and verdict disagree,
or that has none, is a fault of ours.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from grader import course
from grader.errors import Fault
from grader.model import (
    AS_AVAILABLE,
    Attempt,
    Check,
    Cite,
    Finding,
    Grade,
    Judgement,
    Limits,
    Policy,
    Review,
    Submission,
    Traceback,
    TracebackFrame,
    Verdict,
    WrongCases,
)
from grader.submissions import source_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRequest:
    """Request to examine a batch of attempts.

    :param attempts: as read by the examiner, their submissions hold no files.
    :param python: path of the guests' interpreter.
    :param ahead: number of guests to start before they are needed.
    :param limits: shared by all attempts.
    :param policy: protections that must be enforced before learner code runs.
    :param reports_progress: True for a line from the examiner after each check.
    """

    attempts: tuple[Attempt, ...]
    python: str
    ahead: int
    limits: Limits
    policy: Policy = AS_AVAILABLE
    reports_progress: bool = True


def request_as_json(request: BatchRequest) -> dict[str, Any]:
    """Return *request* as a JSON object, without the learners' files."""
    return {
        "attempts": [
            {"exercise": attempt.exercise.number, "seed": attempt.seed}
            for attempt in request.attempts
        ],
        "python": request.python,
        "ahead": request.ahead,
        "reports_progress": request.reports_progress,
        "limits": asdict(request.limits),
        "required": sorted(request.policy.required),
        "available": sorted(request.policy.available),
    }


def read_request(body: Mapping[str, Any]) -> BatchRequest:
    """Return the request in a JSON object of `request_as_json`.

    The host is trusted, so what a malformed object raises is not defined.
    """
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
    return BatchRequest(
        attempts=tuple(attempts),
        python=body["python"],
        ahead=body["ahead"],
        reports_progress=body["reports_progress"],
        limits=limits,
        policy=Policy(required=frozenset(body["required"]), available=frozenset(body["available"])),
    )


def files_as_json(attempts: Sequence[Attempt]) -> list[str]:
    """Return the graded file of each attempt, in their order, as a JSON list of Base64 texts."""
    return [
        base64.b64encode(source_of(attempt.submission, attempt.exercise)).decode("ascii")
        for attempt in attempts
    ]


def read_files(body: Sequence[str]) -> list[bytes]:
    """Return the files in a JSON list of `files_as_json`."""
    return [base64.b64decode(text) for text in body]


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict for staff as a JSON object, without its check and printed output.

    The report `grade/1` has the same form (`grader.reports.json`), in this order of keys.
    """
    return {
        "judgement": verdict.judgement.value,
        "earned": verdict.earned,
        "possible": verdict.check.points,
        "seconds": verdict.seconds,
        "blocked_by": verdict.blocked_by or None,
        "finding": None if verdict.finding is None else _finding_as_json(verdict.finding),
        "fault": verdict.fault or None,
        "evidence": list(verdict.evidence),
    }


def read_verdict(body: Mapping[str, Any], check: Check, printed: str) -> Verdict:
    """Return the verdict in a JSON object of `verdict_as_json`; a learner's has no evidence.

    :param printed: what the learner's code printed in the check.
    """
    return Verdict(
        check=check,
        judgement=Judgement(body["judgement"]),
        finding=_read_finding(body["finding"]),
        seconds=body["seconds"],
        blocked_by=body["blocked_by"] or "",
        fault=body.get("fault") or "",
        evidence=tuple(body.get("evidence", ())),
        printed=printed,
    )


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    body = asdict(finding)
    del body["table"]
    return body


def _read_finding(body: Mapping[str, Any] | None) -> Finding | None:
    if body is None:
        return None
    return Finding(**{**body, "trace": _read_traceback(body.get("trace"))})


def _read_traceback(body: Mapping[str, Any] | None) -> Traceback | None:
    if body is None:
        return None
    return Traceback(
        frames=tuple(TracebackFrame(**frame) for frame in body["frames"]),
        names=tuple((name, shown) for name, shown in body["names"]),
        more=body["more"],
    )


def review_as_json(review: Review) -> dict[str, Any]:
    """Return the prose of an attempt for staff as a JSON object, without `Review.lacks`.

    The report `grade/1` has the same form (`grader.reports.json`), in this order of keys.
    """
    return {
        "state": review.state,
        "cites": [{"id": cite.id, "holds": cite.holds} for cite in review.cites],
        "score": review.score,
        "texts": dict(review.texts),
    }


def read_review(body: Mapping[str, Any], lacks: tuple[str, ...]) -> Review:
    """Return the prose in a JSON object of `review_as_json`; a learner's has no texts.

    :param lacks: as in `Review`.
    """
    return Review(
        state=body["state"],
        texts=dict(body.get("texts", {})),
        cites=tuple(Cite(id=cite["id"], holds=cite["holds"]) for cite in body["cites"]),
        lacks=lacks,
        score=body["score"],
    )


def verdict_metadata(
    place: int, verdict: Verdict, *, python: str, sandbox: Mapping[str, str]
) -> dict[str, object]:
    """Return the metadata of a test that is one check of one attempt.

    :param place: of the attempt in the request, from 0.
    :param python: version of the guest's interpreter; empty where no guest was asked.
    :param sandbox: protection to mechanism, as that guest reported them.
    """
    return {
        "attempt": place,
        "check": verdict.check.id,
        "verdict": verdict_as_json(verdict),
        "table": verdict.finding.table if verdict.finding else "",
        "wrong_cases": verdict.wrong_cases and asdict(verdict.wrong_cases),
        "printed": verdict.printed,
        "python": python,
        "sandbox": dict(sandbox),
    }


def _verdict_of(metadata: Mapping[str, Any], check: Check) -> Verdict:
    """Return the verdict in the metadata of a test, with what no report has."""
    verdict = read_verdict(metadata["verdict"], check, metadata["printed"])
    wrong = metadata["wrong_cases"]
    return replace(
        verdict,
        finding=verdict.finding and replace(verdict.finding, table=metadata["table"]),
        wrong_cases=wrong
        and WrongCases(results=wrong["results"], signatures=tuple(wrong["signatures"])),
    )


def fault_metadata(place: int, error: Exception, check: Check | None = None) -> dict[str, object]:
    """Return the metadata of a test that failed by our own mistake.

    :param place: of the attempt in the request, from 0.
    :param error: a `Fault`, whose message is the reason; any other is a mistake in a check, whose
        text is for staff, as the test's own report has it.
    :param check: the one that the test is; None for the prose.
    """
    reason = error.message if isinstance(error, Fault) else f"a check raised {type(error).__name__}"
    return {"attempt": place, "check": check.id if check else "", "fault": reason}


def review_metadata(place: int, review: Review) -> dict[str, object]:
    """Return the metadata of a test that is the prose of one attempt.

    :param place: of the attempt in the request, from 0.
    """
    return {"attempt": place, "review": review_as_json(review), "lacks": list(review.lacks)}


_OUTCOMES = {
    "passed": Judgement.PASSED,
    "failed": Judgement.FAILED,
    "skipped": Judgement.BLOCKED,
}
"""Outcome of a test in pytest's words, to the only judgement that its verdict may have."""


_NO_VERDICT = "a check gave no verdict"
"""The reason of a fault where pytest reports a check without one."""


def read_grades(report: Mapping[str, Any], attempts: Sequence[Attempt]) -> tuple[Grade, ...]:
    """Return the grade of each attempt in a report of pytest-json-report.

    A check whose verdict is missing or doubtful is FAULTED.
    """
    found: dict[tuple[int, str], dict[str, Any]] = {}
    reviews: dict[int, Review] = {}
    faults: dict[tuple[int, str], str] = {}
    broken: list[str] = []
    for test in report["tests"]:
        metadata = test.get("metadata") or {}
        if "review" in metadata:
            lacks = tuple(metadata["lacks"])
            reviews[metadata["attempt"]] = read_review(metadata["review"], lacks)
        elif "verdict" in metadata and _agrees(test.get("outcome"), metadata["verdict"]):
            found[metadata["attempt"], metadata["check"]] = metadata
        else:
            if "fault" in metadata:
                faults[metadata["attempt"], metadata["check"]] = metadata["fault"]
            call = test.get("call") or test.get("setup") or {}
            broken.append(f"{test.get('nodeid')}: {str(call.get('longrepr'))[-2000:]}")
    return tuple(
        _grade_of(attempt, place, found, reviews.get(place), faults, tuple(broken))
        for place, attempt in enumerate(attempts)
    )


def _agrees(outcome: object, verdict: Mapping[str, Any]) -> bool:
    judgement = _OUTCOMES.get(str(outcome))
    return judgement is not None and judgement.value == verdict["judgement"]


def _grade_of(
    attempt: Attempt,
    place: int,
    found: Mapping[tuple[int, str], Mapping[str, Any]],
    review: Review | None,
    faults: Mapping[tuple[int, str], str],
    broken: tuple[str, ...],
) -> Grade:
    verdicts = []
    python = ""
    sandbox: dict[str, str] = {}
    for check in course.checks(attempt.exercise):
        metadata = found.get((place, check.id))
        if metadata is None or (attempt.exercise.review is not None and review is None):
            evidence = tuple(line for line in broken if f"[{place}]" in line) or broken
            fault = faults.get((place, check.id)) or faults.get((place, "")) or _NO_VERDICT
            verdicts.append(
                Verdict(check=check, judgement=Judgement.FAULTED, fault=fault, evidence=evidence)
            )
            continue
        python = metadata["python"] or python
        sandbox = metadata["sandbox"] or sandbox
        verdicts.append(_verdict_of(metadata, check))
    return Grade(
        attempt=attempt, verdicts=tuple(verdicts), python=python, sandbox=sandbox, review=review
    )
