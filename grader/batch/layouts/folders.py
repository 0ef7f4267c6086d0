"""A folder on disk as a tree; no link is followed, no pipe waited for, and no error ends the walk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from grader.batch.layouts.file_names import ignored, printable
from grader.batch.layouts.model import FileTree, TreeEntry
from grader.submissions import read as read_file

DEEPEST = 24
"""Largest depth of folders that is listed."""

MOST = 20_000
"""Entries that are listed below one folder at the top, which is usually one student's."""

_KINDS = (
    (stat.S_ISLNK, "is a symbolic link"),
    (stat.S_ISFIFO, "is a named pipe"),
    (stat.S_ISSOCK, "is a socket"),
)


def tree(root: Path, only: frozenset[str] = frozenset()) -> FileTree:
    """Return the tree below the folder *root*.

    A folder that cannot be listed, is a link or holds too much stays in the tree as an entry with
    the reason.

    :param only: names at the top to keep; empty for all.
    :raises OSError: when *root* itself cannot be listed.
    """
    entries: list[TreeEntry] = []
    clones: set[tuple[str, ...]] = set()
    for child in _listing(root):
        if (not only or child.name in only) and not ignored(child.name):
            entries += _below(Path(child.path), (printable(child.name),), clones)
    entries.sort(key=lambda entry: entry.parts)
    return FileTree(
        name=printable(root.resolve().name), entries=tuple(entries), clones=frozenset(clones)
    )


def _below(top: Path, parts: tuple[str, ...], clones: set[tuple[str, ...]]) -> list[TreeEntry]:
    """Return the entries for *top* and everything below it; paths of clones are added to *clones*."""
    found: list[TreeEntry] = []
    waiting = [(top, parts)]
    while waiting:
        path, place = waiting.pop()
        entry = _entry(path, place)
        found.append(entry)
        if len(found) > MOST:
            why = f"holds more than {MOST:,} files"
            return [TreeEntry(parts=parts, folder=True, why=why)]
        if not entry.folder or entry.why:
            continue
        if len(place) > DEEPEST:
            found[-1] = TreeEntry(parts=place, folder=True, why="lies too deep in folders")
            continue
        try:
            children = _listing(path)
        except OSError as error:
            why = (
                "may not be opened by you"
                if isinstance(error, PermissionError)
                else "cannot be listed"
            )
            found[-1] = TreeEntry(parts=place, folder=True, why=why)
            continue
        if any(child.name == ".git" for child in children):
            clones.add(place)
        waiting += [
            (Path(child.path), (*place, printable(child.name)))
            for child in children
            if not ignored(child.name)
        ]
    return found


def _listing(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as children:
        return sorted(children, key=lambda child: child.name)


def _entry(path: Path, parts: tuple[str, ...]) -> TreeEntry:
    """Return the entry for one path."""
    try:
        found = path.lstat()
    except OSError as error:
        return TreeEntry(parts=parts, why=f"cannot be looked at: {error.strerror}")
    modified = int(found.st_mtime) // 2 * 2  # what a ZIP file can tell apart
    if stat.S_ISDIR(found.st_mode):
        return TreeEntry(parts=parts, folder=True, modified=modified)
    if stat.S_ISREG(found.st_mode):

        def read(bound: int) -> bytes:
            return read_file(path, "/".join(parts), bound)

        return TreeEntry(parts=parts, modified=modified, size=found.st_size, read=read)
    kinds = [kind for question, kind in _KINDS if question(found.st_mode)]
    return TreeEntry(
        parts=parts,
        folder=stat.S_ISLNK(found.st_mode) and path.is_dir(),
        why=kinds[0] if kinds else "is not a regular file",
    )
