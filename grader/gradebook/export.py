"""Export of a gradebook: CSV, JSON, HTML, Canvas, Moodle and Gradescope, with notes for the user."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from grader.atomic_files import atomic_write
from grader.errors import UsageError
from grader.gradebook import csv_export as csv_report
from grader.gradebook import gradescope_export, json_export
from grader.gradebook.lms import canvas, moodle
from grader.gradebook.lms import comment as feedback
from grader.gradebook.lms.fill import fill
from grader.gradebook.points import student_points
from grader.gradebook.students import StudentRecord, student_records
from grader.reports.escape import visible_id

if TYPE_CHECKING:
    from grader.gradebook.store import Gradebook
    from grader.model import Exercise

_LAYOUTS = {"canvas": canvas.layout, "moodle": moodle.layout}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """Options of an export; for Canvas and Moodle alone unless noted.

    :param column: title or id of the column to fill.
    :param match: title of the column that identifies a student.
    :param marked: add the points that a person gave; also for Gradescope.
    :param zero_for_missing: 0 where nothing was handed in, or nothing that could be read; also
        for Gradescope.
    :param scaled: scale points to the maximum in the file.
    :param out_of: the maximum in the file, where it does not state it.
    :param feedback: fill empty feedback comments; for Moodle alone.
    """

    column: str = ""
    match: str = ""
    marked: bool = False
    zero_for_missing: bool = False
    scaled: bool = False
    out_of: int | None = None
    feedback: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An exported file.

    :param notes: for the user, a line each.
    :param left_out: True if a student has no points in it because the grader failed.
    """

    content: bytes
    notes: tuple[str, ...] = ()
    left_out: bool = False


def export(
    book: Gradebook,
    form: str,
    exercises: Mapping[int, Exercise],
    exercise: int | None,
    into: Path | None,
    options: ExportOptions,
) -> Exported:
    """Return a gradebook in one of the forms csv, json, html, canvas, moodle, gradescope.

    :param exercises: number to exercise.
    :param exercise: number of the only one to export; None for all.
    :param into: the teacher's own file, for Canvas and Moodle.
    :raises UsageError: when the options do not fit the form, or the file is not of that form.
    """
    _fitting(form, into, options)
    tasks = {one.number: one.review for one in exercises.values() if one.review is not None}
    rows = tuple(row for row in book.rows() if exercise in (None, row.exercise))
    marks = tuple(mark for mark in book.marks() if exercise in (None, mark.exercise))
    if not rows:
        what = "the gradebook is empty" if exercise is None else f"no row is of exercise {exercise}"
        raise UsageError(what, "Grade the class with `grade batch` first.")
    students = student_records(rows, marks, tasks)
    match form:
        case "json":
            body = json_export.report(rows, marks)
            text = json.dumps(body, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
            return Exported(content=text.encode("utf-8", "backslashreplace"))
        case "csv":
            text = csv_report.report(students)
            return Exported(content=text.encode("utf-8", "backslashreplace"))
        case "html":
            from grader.gradebook.html_report import page as html

            page = html.report(
                rows,
                marks,
                sources=book.source,
                generated=max(row.graded_at for row in rows),
                rubrics={number: task.rubric for number, task in tasks.items()},
            )
            return Exported(content=page.encode("utf-8", "backslashreplace"))
        case "gradescope":
            return _gradescope(students, exercises, options)
        case _:
            return _into(form, into or Path(), students, options)


def _fitting(form: str, into: Path | None, options: ExportOptions) -> None:
    asked = {one.name for one in fields(options) if getattr(options, one.name) not in _UNSET}
    if into is not None:
        asked.add("into")
    if form in _LAYOUTS and into is None:
        raise UsageError(
            f"{form} needs the file that you exported there",
            f"Run it with --format {form} --into FILE.csv.",
        )
    refused = sorted(name for name in asked if form not in _MEANT_FOR.get(name, _LAYOUTS))
    if refused:
        named = ", ".join(f"--{_OPTIONS.get(name, name.replace('_', '-'))}" for name in refused)
        forms = ", ".join(sorted(_MEANT_FOR.get(refused[0], _LAYOUTS)))
        raise UsageError(f"{named} is not for {form}, but for {forms}", "Leave it out.")


_UNSET = ("", False, None)
_OPTIONS = {"scaled": "scale"}
_MEANT_FOR = {
    "feedback": {"moodle"},
    "marked": {*_LAYOUTS, "gradescope"},
    "zero_for_missing": {*_LAYOUTS, "gradescope"},
}


def _into(
    form: str, into: Path, students: Sequence[StudentRecord], options: ExportOptions
) -> Exported:
    try:
        content = into.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{into} cannot be read: {error.strerror}", "Name the file with --into."
        ) from error
    points = student_points(
        students, marked=options.marked, zero_for_missing=options.zero_for_missing
    )
    comments = (
        {one.student: feedback.comment(one) for one in students} if options.feedback else None
    )
    done = fill(
        _LAYOUTS[form], content, into.name, points, column=options.column, match=options.match,
        out_of=options.out_of, scaled=options.scaled, feedback=comments,
    )  # fmt: skip
    return Exported(
        content=done.content,
        notes=(*done.notes, f"{done.count} of {len(students)} students have points in it"),
        left_out=done.faulted,
    )


def _gradescope(
    students: Sequence[StudentRecord], exercises: Mapping[int, Exercise], options: ExportOptions
) -> Exported:
    """Return an archive with a `results.json` for each student in a folder of their own."""
    out, notes, names = io.BytesIO(), [], set[str]()
    points = student_points(
        students, marked=options.marked, zero_for_missing=options.zero_for_missing
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for record, one in zip(students, points, strict=True):
            if one.points is None:
                notes.append(f"left out: {one.label}: {one.why}")
                continue
            name = re.sub(r"[^\w.@+-]+", "_", visible_id(record.student)).strip(".") or "student"
            if name.casefold() in names:
                name = f"{name}-{len(names)}"
            names.add(name.casefold())
            body = gradescope_export.results(record, exercises, marked=options.marked)
            text = json.dumps(body, indent=2, allow_nan=False)
            archive.writestr(zipfile.ZipInfo(f"{name}/results.json"), text)
    return Exported(
        content=out.getvalue(), notes=tuple(notes), left_out=any(one.faulted for one in points)
    )


def write(content: bytes, output: str, *, option: str) -> None:
    """Write *content* to the file *output*, whole or not at all; `-` is standard output.

    :param option: the option that names the file, for messages.
    :raises UsageError: when it cannot be written.
    """
    if output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    path = Path(output)
    try:
        atomic_write(path, content)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}", f"Name another file with {option}."
        ) from error
