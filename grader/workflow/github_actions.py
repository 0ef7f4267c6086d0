"""A step of GitHub Actions: grades every exercise and writes payloads, summary and annotations.

A payload that says "not graded" is written for every exercise first, so that a run that is killed
leaves one. The results replace them once every learner process is dead. In
`$GITHUB_OUTPUT` the last of two lines of one name counts, and other lines are not ours; a file
that was named by an option is ours, and replaced as a whole.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import course
from grader.atomic_files import atomic_write
from grader.errors import Fault, UsageError
from grader.host.folder_grading import (
    FolderResult,
    RunEvents,
    find_attempts,
    grade_all,
    relative_name,
    ungraded,
)
from grader.model import Policy, Result
from grader.sandbox.interpreters import find_interpreter
from grader.workflow import annotations as annotation_lines
from grader.workflow import classroom_payload, job_summary

_PROMISED = "the run was ended before it was graded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destinations:
    """The files that a run writes.

    :param output: file for the payloads.
    :param shared: whether it is `$GITHUB_OUTPUT`, to which lines are only added.
    :param summary: file to which the summary is added or, if it is ours, written; or None.
    :param actions: whether a runner of GitHub Actions reads our standard output.
    :param root: the repository's root; file names in reports are relative to it.
    """

    output: Path
    shared: bool
    summary: Path | None
    summary_shared: bool
    actions: bool
    root: Path


def destinations(
    environment: Mapping[str, str], output: Path | None, summary: Path | None
) -> Destinations:
    """Return the files to write: those of the options, else those that the runner names.

    :raises UsageError: when there is neither for the payloads.
    """
    shared_output = environment.get("GITHUB_OUTPUT", "")
    shared_summary = environment.get("GITHUB_STEP_SUMMARY", "")
    if output is None and not shared_output:
        raise UsageError(
            "there is nowhere to write the payloads: this is no step of a workflow",
            "Name a file: `grade classroom --output payloads.txt --summary summary.md`. "
            "To see your grades, run `grade all`.",
        )
    return Destinations(
        output=Path(shared_output) if output is None else output,
        shared=output is None,
        summary=summary or (Path(shared_summary) if shared_summary else None),
        summary_shared=summary is None,
        actions=environment.get("GITHUB_ACTIONS") == "true",
        root=Path(environment.get("GITHUB_WORKSPACE") or Path.cwd()),
    )


def run(
    folder: Path,
    where: Destinations,
    *,
    events: RunEvents,
    policy: Policy,
    seed: str,
    python: str,
    seconds: float,
    deadline: float,
) -> FolderResult:
    """Grade every exercise in *folder* and write payloads and summary.

    :param python: the guests' interpreter as a person names it: a path or a version.
    :param seconds: time limit of one check.
    :param deadline: for all exercises together, seconds.
    :raises UsageError: when there is no such folder or interpreter; payloads say so.
    :raises Fault: when the payloads cannot be written.
    """
    exercises = course.exercises()
    _write_payloads([ungraded(one, _PROMISED) for one in exercises], where)
    try:
        found = find_attempts(
            folder, where.root, seed=seed, python=find_interpreter(python), seconds=seconds
        )
    except UsageError as error:
        results = [ungraded(one, error.message, error.next_step) for one in exercises]
        _deliver(results, where)
        raise
    done = grade_all(found, events=events, policy=policy, seconds=deadline)
    _deliver(done.results, where)
    return done


def standard_output(done: FolderResult, where: Destinations) -> str:
    """Return the text for standard output: a line for each exercise, and annotations in a step.

    Nothing that learner code printed or raised is in the lines, and nothing in the
    annotations can be taken for another command.
    """
    lines = "".join(f"{_line(result)}\n" for result in done.results)
    if where.actions:
        return lines + annotation_lines.report(done.results)
    written = [f"payloads: {where.output}"]
    if where.summary is not None:
        written.append(f"summary: {where.summary}")
    return lines + "".join(f"{line}\n" for line in written)


def warnings(done: FolderResult) -> tuple[str, ...]:
    """Return warnings to staff about an incomplete run, sentences without their full stops."""
    lines = []
    if done.ended:
        lines.append(f"not everything was graded, because {done.ended}")
    if not done.clean:
        lines.append(
            "it is not known whether every learner process had ended when the payloads were written"
        )
    return tuple(lines)


def _line(result: Result) -> str:
    exercise = result.exercise
    if result.countable:
        return f"Exercise {exercise.number}: {result.earned} of {result.possible} points"
    return f"Exercise {exercise.number}: not graded"


def _deliver(results: Sequence[Result], where: Destinations) -> None:
    _write_payloads(results, where)
    if where.summary is None:
        return
    try:
        text = job_summary.report(results)
        if where.summary_shared:
            _add(where.summary, text)
        else:
            atomic_write(where.summary, text.encode())
    except OSError as error:  # the payloads stand, and they are what counts
        sys.stderr.write(f"grade: the summary could not be written: {error.strerror}.\n")


def _write_payloads(results: Sequence[Result], where: Destinations) -> None:
    text = "".join(f"{_payload(result)}\n" for result in results)
    try:
        if where.shared:
            _add(where.output, text)
        else:
            atomic_write(where.output, text.encode())
    except OSError as error:
        raise Fault(
            f"the payloads could not be written to {relative_name(where.output, where.root)}: "
            f"{error.strerror}",
            "Name a file that can be written with --output, or see that the runner's disk has "
            "room.",
        ) from error


def _payload(result: Result) -> str:
    """Return an exercise's line; if it cannot be made, one that says so, and the others stand."""
    try:
        return classroom_payload.line(result)
    except Fault as fault:
        problem = ungraded(result.exercise, fault.message, fault.next_step)
        return classroom_payload.line(problem)


def _add(path: Path, text: str) -> None:
    """Append to a file that others write too, on a line of its own."""
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                text = f"\n{text}"
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
