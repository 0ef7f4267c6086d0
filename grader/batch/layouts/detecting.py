"""Tells by looking in which layout a class lies."""

from __future__ import annotations

from dataclasses import replace

from grader.batch.layouts import kinds, names, plain
from grader.batch.layouts.kinds import Layout, Slugs, is_folder, tops
from grader.batch.layouts.values import FileTree
from grader.errors import UsageError

LAYOUTS: tuple[Layout, ...] = (
    Layout(name="canvas", sentence="a Canvas download", fits=kinds.canvas_fits, group=kinds.canvas),
    Layout(name="moodle", sentence="a Moodle download", fits=kinds.moodle_fits, group=kinds.moodle),
    Layout(
        name="classroom",
        sentence="clones of student repositories",
        fits=kinds.classroom_fits,
        group=kinds.classroom,
    ),
    Layout(name="student", sentence="one student", fits=kinds.student_fits, group=kinds.student),
    Layout(
        name="folders", sentence="a folder per student", fits=plain.folders_fit, group=plain.folders
    ),
    Layout(name="files", sentence="a file per student", fits=plain.files_fit, group=plain.files),
)
"""In the order in which they are tried."""

_PLATFORMS = LAYOUTS[:3]
_WRAPPED = 4
"""Folders that may lie one in the other around a class."""


def named(layout: str) -> Layout | None:
    """Return the layout with a name; None for no name.

    :raises UsageError: when there is none.
    """
    if not layout:
        return None
    for one in LAYOUTS:
        if one.name == layout:
            return one
    known = ", ".join(one.name for one in LAYOUTS)
    raise UsageError(f"there is no layout {layout}", f"The layouts are {known}.")


def detected(tree: FileTree, slugs: Slugs) -> Layout | None:
    """Return the first layout that fits; None when nothing in *tree* may be a student's."""
    return next((one for one in LAYOUTS if one.fits(tree, slugs)), None)


def also(tree: FileTree, chosen: Layout, slugs: Slugs) -> list[str]:
    """Return the names of other platforms whose layout fits *tree*, too."""
    return [one.name for one in _PLATFORMS if one != chosen and one.fits(tree, slugs)]


def is_class(tree: FileTree, slugs: Slugs) -> bool:
    """Return whether *tree* is surely a class: a platform's, or two or more with something each."""
    if any(one.fits(tree, slugs) for one in _PLATFORMS):
        return True
    if kinds.student_fits(tree, slugs):
        return False
    having = [
        name
        for name, entries in tops(tree).items()
        if names.is_archive(name)
        or any(names.read(one.parts[-1], slugs).number and not one.folder for one in entries)
    ]
    return len(having) > 1


def by_exercise(tree: FileTree, slugs: Slugs) -> list[FileTree]:
    """Return a tree for each exercise, when that is how the class lies; else only *tree*."""
    theirs = kinds.exercise_folders(tree, slugs)
    if not theirs or kinds.student_fits(tree, slugs):
        return [tree]
    holding = [name for name, entries in tops(tree).items() if is_folder(entries)]
    if set(holding) != set(theirs):
        return [tree]
    return [
        FileTree(
            name=name,
            entries=tuple(replace(one, parts=one.parts[1:]) for one in entries if one.parts[1:]),
            clones=frozenset(at[1:] for at in tree.clones if at[0] == name and at[1:]),
            notes=(*tree.notes, "the class lies by exercise"),
        )
        for name, entries in theirs.items()
    ]


def unwrapped(tree: FileTree, slugs: Slugs) -> FileTree:
    """Return the tree of the class itself, where it lies alone in a folder or a few.

    A single folder is entered only when what is in it is surely a class; else it is a
    student's, or a class of one.
    """
    inner = tree
    for _ in range(_WRAPPED):
        found = tops(inner)
        holding = [
            name
            for name, entries in found.items()
            if is_folder(entries) or names.may_be_archive(name) or names.is_python(name)
        ]
        if len(holding) != 1 or not is_folder(found[holding[0]]) or is_class(inner, slugs):
            break
        name = holding[0]
        beside = [other for other in found if other != name]
        inner = FileTree(
            name=name,
            entries=tuple(
                replace(one, parts=one.parts[1:]) for one in found[name] if one.parts[1:]
            ),
            clones=frozenset(place[1:] for place in inner.clones if place[0] == name and place[1:]),
            notes=(
                *inner.notes,
                f"the class lies in {name}",
                *([f"passed over beside it: {', '.join(beside)}"] if beside else []),
            ),
        )
        if is_class(inner, slugs):
            return inner
    return tree
