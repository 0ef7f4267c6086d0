"""Sources of a class: folders, archives, and students or files side by side."""

from __future__ import annotations

import contextlib
import stat
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.batch.layouts import archives, file_names, folders
from grader.batch.layouts.known_layouts import (
    PLATFORMS,
    Layout,
    Slugs,
    exercise_folders,
    is_folder,
    student_fits,
    tops,
)
from grader.batch.layouts.model import FileTree, TreeEntry
from grader.errors import SubmissionError, UsageError

_WRAPPED = 4
"""Folders that may lie one in the other around a class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSource:
    """A tree of a class, and its name in messages."""

    tree: FileTree
    shown: str


def open_sources(
    paths: Sequence[Path], insisted: Layout | None, slugs: Slugs, opened: contextlib.ExitStack
) -> list[ClassSource]:
    """Return the trees at *paths*, in their order; archives stay open as long as *opened*.

    Files, and folders or archives of one student each, are put together when they lie in the same
    folder: a shell makes many paths of `class/*`.

    :param insisted: layout named by the user; None to detect it.

    :raises UsageError: when a path cannot be read.
    """
    if not paths:
        raise UsageError("no path is given", "Name the folder or the archive of the class.")
    single: dict[Path, list[Path]] = defaultdict(list)
    trees: dict[Path, FileTree | None] = {}
    for path in dict.fromkeys(paths):
        try:
            trees[path] = tree = _tree(path, slugs, opened)
        except SubmissionError as error:  # one of many is a student's, and stays one
            if len(paths) == 1:
                step = "Download it again, or unpack it and name the folder."
                raise UsageError(f"{path} {error.message}", step) from error
            trees[path] = tree = None
        if tree is None or not (is_class(tree, slugs) or _is_kind(insisted, "student")):
            single[path.absolute().parent].append(path)
    found: list[ClassSource] = []
    for path, tree in trees.items():
        together = single.get(path.absolute().parent, [])
        if path not in together or (len(together) == 1 and tree is not None):
            assert tree is not None
            found += _apart(tree, str(path), insisted, slugs)
        elif path == together[0]:
            parent = path.absolute().parent
            only = frozenset(one.absolute().name for one in together)
            shown = str(path) if len(together) == 1 else f"{len(together)} paths in {path.parent}"
            found += _apart(_listed(parent, only), shown, insisted, slugs)
    return found


def _apart(tree: FileTree, shown: str, insisted: Layout | None, slugs: Slugs) -> list[ClassSource]:
    """Return the sources in a tree: one, or one for each exercise."""
    several = [tree] if insisted else by_exercise(tree, slugs)
    if len(several) == 1:
        return [ClassSource(tree=several[0], shown=shown)]
    return [ClassSource(tree=one, shown=f"{shown}, {one.name}") for one in several]


def _is_kind(layout: Layout | None, name: str) -> bool:
    return layout is not None and layout.name == name


def _tree(path: Path, slugs: Slugs, opened: contextlib.ExitStack) -> FileTree | None:
    """Return the tree at *path*; None for a file that is not an archive.

    :raises SubmissionError: when it is an archive that cannot be read.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise UsageError(f"there is nothing at {path}", "Check the path of the class.") from error
    if stat.S_ISDIR(mode):
        return _of_folder(path, slugs, opened)
    if not stat.S_ISREG(mode):
        raise UsageError(f"{path} is neither a folder nor a file", "Name the class itself.")
    if not file_names.is_archive(path.name):
        if file_names.may_be_archive(path.name):
            raise UsageError(
                f"{path} is an archive of a kind that is not opened",
                "Unpack it and name the folder, or pack it as ZIP.",
            )
        return None
    return unwrapped(opened.enter_context(archives.from_file(path)), slugs)


def _of_folder(path: Path, slugs: Slugs, opened: contextlib.ExitStack) -> FileTree:
    """Return the tree of a folder, or of the archive of the class that alone lies in it."""
    tree = _listed(path, frozenset())
    found = tops(tree)
    (only, *more) = found or [""]
    if not more and file_names.is_archive(only) and not is_folder(found[only]):
        inside = path / only
        if inside.is_file() and not inside.is_symlink():
            with contextlib.suppress(SubmissionError, OSError):
                inner = unwrapped(opened.enter_context(archives.from_file(inside)), slugs)
                if is_class(inner, slugs):
                    return replace(inner, notes=(*inner.notes, f"the class lies in {only}"))
    return unwrapped(tree, slugs)


def _listed(path: Path, only: frozenset[str]) -> FileTree:
    try:
        return folders.tree(path, only)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be listed: {error.strerror}", "Check its permissions."
        ) from error


def is_class(tree: FileTree, slugs: Slugs) -> bool:
    """Whether *tree* is surely a class: a platform's layout, or two or more students with files."""
    if any(one.fits(tree, slugs) for one in PLATFORMS):
        return True
    if student_fits(tree, slugs):
        return False
    having = [
        name
        for name, entries in tops(tree).items()
        if file_names.is_archive(name)
        or any(file_names.read(one.parts[-1], slugs).number and not one.folder for one in entries)
    ]
    return len(having) > 1


def by_exercise(tree: FileTree, slugs: Slugs) -> list[FileTree]:
    """Return a tree for each exercise where the class lies by exercise; else *tree* alone."""
    theirs = exercise_folders(tree, slugs)
    if not theirs or student_fits(tree, slugs):
        return [tree]
    holding = [name for name, entries in tops(tree).items() if is_folder(entries)]
    if set(holding) != set(theirs):
        return [tree]
    return [
        _inside(tree, name, entries, "the class lies by exercise")
        for name, entries in theirs.items()
    ]


def _inside(tree: FileTree, name: str, entries: Iterable[TreeEntry], *notes: str) -> FileTree:
    """Return the tree of a folder at the top of *tree*, with its entries, and with more notes."""
    return FileTree(
        name=name,
        entries=tuple(replace(one, parts=one.parts[1:]) for one in entries if one.parts[1:]),
        clones=frozenset(at[1:] for at in tree.clones if at[0] == name and at[1:]),
        notes=(*tree.notes, *notes),
    )


def unwrapped(tree: FileTree, slugs: Slugs) -> FileTree:
    """Return the tree of the class inside folders that hold nothing else.

    A single folder is entered only when its content is surely a class; else it is a student's, or
    a class of one.
    """
    inner = tree
    for _ in range(_WRAPPED):
        found = tops(inner)
        holding = [
            name
            for name, entries in found.items()
            if is_folder(entries) or file_names.may_be_archive(name) or file_names.is_python(name)
        ]
        if len(holding) != 1 or not is_folder(found[holding[0]]) or is_class(inner, slugs):
            break
        name = holding[0]
        beside = [other for other in found if other != name]
        notes = [f"passed over beside it: {', '.join(beside)}"] if beside else []
        inner = _inside(inner, name, found[name], f"the class lies in {name}", *notes)
        if is_class(inner, slugs):
            return inner
    return tree
