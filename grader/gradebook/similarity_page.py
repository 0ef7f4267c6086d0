"""Similar files on a terminal and as JSON, with a note that they are no verdicts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from grader.gradebook.similarity import ExerciseSimilarity
from grader.reports.escape import visible_id
from grader.reports.page import Page

SCHEMA = "likeness/1"

NOTE = (
    "Places to look, not verdicts. Files can be alike because people worked together as you "
    "allowed, used the same source, or because there are few ways to write a short answer."
)


def as_json(found: Sequence[ExerciseSimilarity]) -> str:
    """Return the similar files of each exercise as JSON text."""
    body = {"schema": SCHEMA, "note": NOTE, "exercises": [asdict(one) for one in found]}
    return json.dumps(body, indent=2, ensure_ascii=True) + "\n"


def show(found: Sequence[ExerciseSimilarity], page: Page) -> None:
    """Write the similar files of each exercise: groups of the same file, then pairs."""
    page.wrapped(NOTE)
    for one in found:
        page.line()
        page.line(f"Exercise {one.exercise}", "bold")
        page.wrapped(_compared(one))
        for group in one.groups:
            page.line()
            page.line("The same file" if group.exact else "The same but for names and layout")
            page.wrapped(", ".join(map(visible_id, group.students)), indent=2)
        if one.pairs:
            page.line()
            page.line("Much in common, beyond what many in the class have")
        for pair in one.pairs:
            first, second = (f"{start}-{end}" for start, end in pair.lines)
            page.wrapped(
                f"{visible_id(pair.first)} (lines {first}) and {visible_id(pair.second)} "
                f"(lines {second}): {pair.share:.0%} of the shorter one",
                indent=2,
            )
    grouped = any(one.groups and one.pairs for one in found)
    if grouped:
        page.line()
        page.wrapped("A student named in a pair stands for everybody with the same file.")


def _compared(one: ExerciseSimilarity) -> str:
    files = "1 file" if one.compared == 1 else f"{one.compared} files"
    nothing = "" if one.groups or one.pairs else " Nothing stands out."
    return f"{files} compared{_left_out(one.short)}.{nothing}"


def _left_out(count: int) -> str:
    if not count:
        return ""
    has = "1 has too little of its own" if count == 1 else f"{count} have too little of their own"
    return f"; {has} to say anything"
