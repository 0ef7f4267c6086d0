"""A folder per student, a file per student, or both beside each other."""

from __future__ import annotations

from collections.abc import Callable

from grader.batch.layouts import names
from grader.batch.layouts.kinds import Slugs, common_start, is_folder, items_in, tops
from grader.batch.layouts.names import Certainty
from grader.batch.layouts.values import FileTree, Grouping, StudentUpload, TreeEntry, UploadedFile


def folders_fit(tree: FileTree, _slugs: Slugs) -> bool:
    """Return whether there are at least as many folders and archives as files of students."""
    found = tops(tree)
    held = sum(_holds(name, entries) for name, entries in found.items())
    return held > 0 and held >= sum(_is_file(name, entries) for name, entries in found.items())


def files_fit(tree: FileTree, _slugs: Slugs) -> bool:
    """Return whether there are Python files at the top."""
    return any(_is_file(name, entries) for name, entries in tops(tree).items())


def folders(tree: FileTree, slugs: Slugs) -> Grouping:
    """Take each folder and each archive as a student; a file too if an exercise and a student are told.

    The exercise is told by the file's name or by that of the folder around it all.
    """
    around = names.read(tree.name, slugs).number
    return _apart(
        tree, lambda name: _owner(name, slugs) if around or names.read(name, slugs).number else ""
    )


def files(tree: FileTree, slugs: Slugs) -> Grouping:
    """Take each file as a student's, whose name is what the file's has beside the exercise's.

    Folders and archives between them are students too.
    """
    return _apart(tree, lambda name: _owner(name, slugs))


def _apart(tree: FileTree, owner: Callable[[str], str]) -> Grouping:
    """Take *tree* apart; *owner* tells whose a file is, and nothing for nobody's."""
    found = tops(tree)
    start = common_start([name for name, entries in found.items() if _holds(name, entries)])
    uploads, left = [], []
    for name, entries in found.items():
        if _holds(name, entries):
            is_archive = not is_folder(entries)
            student = names.stem_of(name) if is_archive else name
            items = (
                (UploadedFile(entry=entries[0], inner=(name,)),)
                if is_archive
                else items_in(entries)
            )
            uploads.append(
                StudentUpload(student=student, other=student.removeprefix(start), items=items)
            )
        elif student := owner(name):
            item = UploadedFile(entry=entries[0], inner=entries[0].parts)
            uploads.append(StudentUpload(student=student, items=(item,)))
        else:
            left.append(name)
    return Grouping(uploads=tuple(uploads), left_out=tuple(left))


def _holds(name: str, entries: tuple[TreeEntry, ...]) -> bool:
    """Return whether what is at *name* can hold several files: a folder, or an archive."""
    return is_folder(entries) or names.may_be_archive(name)


def _is_file(name: str, entries: tuple[TreeEntry, ...]) -> bool:
    return names.is_python(name) and not _holds(name, entries)


def _owner(name: str, slugs: Slugs) -> str:
    """Return whose the file *name* is; empty when it does not say."""
    reading = names.read(name, slugs)
    if reading.certainty is Certainty.FOREIGN:  # an answer saved by a word processor, not a handout
        whole = any(names.folded(slug) in names.folded(name) for slug in slugs.values())
        return reading.rest if whole else ""
    if reading.number:
        return reading.rest
    return names.stem_of(name) if names.is_python(name) else ""
