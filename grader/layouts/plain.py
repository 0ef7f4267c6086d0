"""A folder per student, a file per student, or both beside each other."""

from __future__ import annotations

from grader.layouts import names
from grader.layouts.kinds import Slugs, is_folder, tops
from grader.layouts.names import Likeness
from grader.layouts.values import Entry, Grouping, Item, Parcel, Tree


def folders_fit(tree: Tree, _slugs: Slugs) -> bool:
    """Return whether there are at least as many folders and archives as files of students."""
    found = tops(tree)
    held = sum(_holds(name, entries) for name, entries in found.items())
    return held > 0 and held >= sum(_is_file(name, entries) for name, entries in found.items())


def files_fit(tree: Tree, _slugs: Slugs) -> bool:
    """Return whether there are Python files at the top."""
    return any(_is_file(name, entries) for name, entries in tops(tree).items())


def folders(tree: Tree, slugs: Slugs) -> Grouping:
    """Take each folder and each archive as a student; a file too if it names an exercise and a student."""
    parcels, left = [], []
    for name, entries in tops(tree).items():
        owner = _owner(name, slugs)
        if _holds(name, entries):
            parcels.append(_held(name, entries))
        elif owner and names.read(name, slugs).number:
            parcels.append(_filed(owner, entries[0]))
        else:
            left.append(name)
    return Grouping(parcels=tuple(parcels), left_out=tuple(left))


def files(tree: Tree, slugs: Slugs) -> Grouping:
    """Take each file as a student's, whose name is what the file's has beside the exercise's."""
    parcels, left = [], []
    for name, entries in tops(tree).items():
        owner = _owner(name, slugs)
        if _holds(name, entries):
            parcels.append(_held(name, entries))
        elif owner:
            parcels.append(_filed(owner, entries[0]))
        else:
            left.append(name)
    return Grouping(parcels=tuple(parcels), left_out=tuple(left))


def _holds(name: str, entries: tuple[Entry, ...]) -> bool:
    """Return whether what is at *name* can hold several files: a folder, or an archive."""
    odd = bool(entries[0].why) and "." not in name
    return is_folder(entries) or names.may_be_archive(name) or odd


def _is_file(name: str, entries: tuple[Entry, ...]) -> bool:
    return names.is_python(name) and not _holds(name, entries)


def _held(name: str, entries: tuple[Entry, ...]) -> Parcel:
    """Return the parcel of a folder or an archive."""
    if not is_folder(entries):
        item = Item(entry=entries[0], inner=(name,))
        return Parcel(student=names.stem_of(name), items=(item,))
    items = tuple(
        Item(entry=entry, inner=entry.parts[1:] or entry.parts)
        for entry in entries
        if len(entry.parts) > 1 or entry.why
    )
    return Parcel(student=name, items=items)


def _owner(name: str, slugs: Slugs) -> str:
    """Return whose the file *name* is; empty when it does not say."""
    reading = names.read(name, slugs)
    if reading.likeness is Likeness.FOREIGN:  # an answer saved by a word processor, not a handout
        whole = any(names.folded(slug) in names.folded(name) for slug in slugs.values())
        return reading.rest if whole else ""
    if reading.number:
        return reading.rest
    return names.stem_of(name) if names.is_python(name) else ""


def _filed(owner: str, entry: Entry) -> Parcel:
    return Parcel(student=owner, items=(Item(entry=entry, inner=entry.parts),))
