"""Reader of a class: from the paths that an instructor names to students and their files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader import course
from grader.batch.layouts import known_layouts
from grader.batch.layouts.choice import Selection, select_files
from grader.batch.layouts.known_layouts import Layout
from grader.batch.layouts.model import (
    ChosenFile,
    ClassFiles,
    FileTree,
    StudentFiles,
    StudentUpload,
)
from grader.batch.layouts.roster import RosterEntry, match_roster, read_roster
from grader.batch.layouts.sources import open_sources
from grader.errors import UsageError
from grader.model import Exercise


@dataclass(frozen=True, slots=True, kw_only=True)
class _StudentAtSource:
    """The upload of one student at one source, and the files chosen from it."""

    upload: StudentUpload
    chosen: Selection
    source: str


def read_class(
    paths: Sequence[Path], *, layout: str = "", roster: Path | None = None
) -> ClassFiles:
    """Return the students of a class with the files to grade.

    Each path is a class, or one of several students or files side by side (as a shell expands
    `class/*`). An unreadable file is a choice without content, so that no student is lost. Of a
    student at several paths, the file at the path that was named last counts, for each exercise.

    :param layout: name of the layout; empty to detect it.
    :param roster: CSV file; students on it who handed in nothing are in the result too.
    :raises UsageError: when a path or the roster cannot be read, the layout is unknown or does
        not fit, or there is no student at all.
    """
    insisted = known_layouts.named(layout)
    people = read_roster(roster) if roster is not None else ()
    exercises = course.exercises()
    slugs = {one.number: one.slug for one in exercises}
    found: list[_StudentAtSource] = []
    layouts: list[str] = []
    notes: list[str] = []
    with contextlib.ExitStack() as opened:
        sources = open_sources(paths, insisted, slugs, opened)
        for source in sources:
            tree = source.tree
            kind = insisted or known_layouts.detected(tree, slugs)
            if kind is None:
                notes.append(f"{source.shown}: nothing that a student may have handed in")
                continue
            ones, more = _students(tree, source.shown, kind, exercises, prefix=len(sources) > 1)
            found += ones
            notes += more
            layouts += [kind.name] if ones and kind.name not in layouts else []
    if not found and not people:
        listed = " ".join(map(str, paths))
        insisted_on = f" in the layout {insisted.name}" if insisted else ""
        raise UsageError(
            f"there are no students{insisted_on} in {listed}",
            "Name the folder or the archive of the class; `--layout` says how it lies there.",
        )
    students, more = _joined(found, people)
    return ClassFiles(layout=" + ".join(layouts), students=students, notes=(*notes, *more))


def _students(
    tree: FileTree, shown: str, kind: Layout, exercises: Sequence[Exercise], *, prefix: bool
) -> tuple[list[_StudentAtSource], list[str]]:
    """Split a tree into students and choose the files of each."""
    slugs = {one.number: one.slug for one in exercises}
    grouping = kind.group(tree, slugs)
    uploads = _one_each(grouping.uploads)
    notes = [f"{shown}: {kind.sentence}; students: {len(uploads)}"]
    notes += [f"{shown}: {note}" for note in (*tree.notes, *grouping.notes)]
    if others := known_layouts.also(tree, kind, slugs):
        notes.append(f"{shown}: could be read as {', '.join(others)} too; `--layout` decides")
    if grouping.left_out:
        notes.append(f"{shown}: belongs to nobody: {', '.join(grouping.left_out)}")
    ones = []
    for upload in uploads:
        labelled = replace(upload, around=tree.name)
        if prefix:
            labelled = _labelled(labelled, tree.name)
        chosen = select_files(labelled, exercises)
        ones.append(_StudentAtSource(upload=labelled, chosen=chosen, source=shown))
        notes += [f"{upload.student}: {note}" for note in chosen.notes]
    return ones, notes


def _labelled(upload: StudentUpload, name: str) -> StudentUpload:
    """Return *upload* with the name of its tree before each path, as there are several trees."""
    return replace(
        upload,
        items=tuple(
            replace(item, entry=replace(item.entry, parts=(name, *item.entry.parts)))
            for item in upload.items
        ),
    )


def _one_each(uploads: Sequence[StudentUpload]) -> list[StudentUpload]:
    """Return one upload for each student, sorted, with all of the student's files."""
    found: dict[str, StudentUpload] = {}
    for upload in uploads:
        if before := found.get(upload.student):
            upload = replace(before, items=(*before.items, *upload.items))
        found[upload.student] = upload
    return [found[student] for student in sorted(found)]


def _joined(
    found: Sequence[_StudentAtSource], people: Sequence[RosterEntry]
) -> tuple[tuple[StudentFiles, ...], list[str]]:
    """Merge the uploads of each student, and add students who are on the roster alone."""
    known: Mapping[str, RosterEntry] = {}
    notes: list[str] = []
    if people:
        matches = match_roster((one.upload for one in found), people)
        known = matches.people
        notes += matches.notes
    students = {
        person.student: StudentFiles(student=person.student, name=person.name, email=person.email)
        for person in people
    }
    seen: dict[str, _StudentAtSource] = {}
    for one in found:
        person = known.get(one.upload.student)
        student = person.student if person else one.upload.student
        before = students.get(student) or StudentFiles(student=student, name=one.upload.name)
        earlier = seen.get(student)
        if earlier and set(before.choices) & set(one.chosen.choices):
            notes.append(
                f"{student} is there as {earlier.upload.student} in {earlier.source} and as "
                f"{one.upload.student} in {one.source}; the latter goes before"
            )
        seen[student] = one
        students[student] = replace(before, choices=_merged(before.choices, one.chosen.choices))
    absent = [student for student in sorted(students) if student not in seen]
    if absent:
        notes.append(f"on the roster, and nothing found: {', '.join(absent)}")
    notes += _nearly_one(students)
    return tuple(students[student] for student in sorted(students)), notes


def _merged(
    first: Mapping[int, ChosenFile], last: Mapping[int, ChosenFile]
) -> dict[int, ChosenFile]:
    """Return the choices of *last* over those of *first*, unless only the first can be read."""
    merged = dict(first)
    for number, choice in last.items():
        before = merged.get(number)
        if before is None:
            merged[number] = choice
            continue
        if choice.content is None and before.content is not None:
            choice, before = before, choice
        merged[number] = replace(choice, others=(*choice.others, before.file, *before.others))
    return dict(sorted(merged.items()))


def _nearly_one(students: Iterable[str]) -> list[str]:
    """Return a note on each group of students whose ids differ in case alone."""
    alike: dict[str, list[str]] = {}
    for student in sorted(students):
        alike.setdefault(student.casefold(), []).append(student)
    return [
        f"{' and '.join(group)} differ in case alone, and are counted as {len(group)} students; "
        "a --roster brings them together"
        for group in alike.values()
        if len(group) > 1
    ]
