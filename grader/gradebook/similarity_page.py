"""Similar files on a terminal and as JSON, with a note that they are no verdicts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from grader.gradebook.similarity import ExerciseSimilarity
from grader.reports.escape import visible_id
from grader.reports.page import Page

SCHEMA = "likeness/1"

NOTE = (
    "Places to look, not verdicts. Files can be alike because people worked together as you "
    "allowed, used the same source, or because there are few ways to write a short answer."
)


def as_json(found: Sequence[ExerciseSimilarity], names: Mapping[str, str]) -> str:
    """Return the similar files of each exercise as JSON text.

    :param names: student to name, for those who have one.
    """
    exercises = [asdict(one) for one in found]
    body = {"schema": SCHEMA, "note": NOTE, "names": dict(names), "exercises": exercises}
    return json.dumps(body, indent=2, ensure_ascii=True) + "\n"


def show(found: Sequence[ExerciseSimilarity], names: Mapping[str, str], page: Page) -> None:
    """Write the similar files of each exercise: groups of the same file, passages, then pairs.

    :param names: student to name, for those who have one.
    """

    def who(student: str) -> str:
        name = f" ({visible_id(names[student])})" if names.get(student) else ""
        return f"{visible_id(student)}{name}"

    page.wrapped(NOTE)
    for one in found:
        page.line()
        page.line(f"Exercise {one.exercise}", "bold")
        page.wrapped(_compared(one))
        for group in one.groups:
            page.line()
            page.line("The same file" if group.exact else "The same but for names and layout")
            page.wrapped(", ".join(map(who, group.students)), indent=2)
        for passage in one.passages:
            page.line()
            page.wrapped(_explained(one))
            for student, (start, end) in zip(passage.students, passage.lines, strict=True):
                page.wrapped(f"{who(student)}: lines {start}-{end}", indent=2)
        if one.pairs:
            page.line()
            page.line("Much in common, beyond what many in the class have")
        for pair in one.pairs:
            first, second = (f"{start}-{end}" for start, end in pair.lines)
            page.wrapped(
                f"{who(pair.first)} (lines {first}) and {who(pair.second)} "
                f"(lines {second}): {pair.share:.0%} of the shorter one",
                indent=2,
            )
    if any(one.groups and one.pairs for one in found):
        page.line()
        page.wrapped("A student named in a pair stands for everybody with the same file.")
    if any(one.passages and not one.solutions for one in found):
        page.line()
        page.wrapped(
            "No solution is part of an installed kit. Name right answers with --solution FILE: "
            "passages that they explain are not listed."
        )


def _explained(one: ExerciseSimilarity) -> str:
    by = (
        "that neither the exercise nor a solution has"
        if one.solutions
        else "that the exercise has not"
    )
    return f"A long passage, the same in several files, {by}"


def _compared(one: ExerciseSimilarity) -> str:
    files = "1 file" if one.compared == 1 else f"{one.compared} files"
    listed = one.groups or one.passages or one.pairs
    nothing = "" if listed else " Nothing stands out."
    return f"{files} compared{_left_out(one.short)}.{nothing}"


def _left_out(count: int) -> str:
    if not count:
        return ""
    has = "1 has too little of its own" if count == 1 else f"{count} have too little of their own"
    return f"; {has} to say anything"
