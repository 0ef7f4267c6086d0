"""The layouts in which a class may lie on disk: how each is recognised, and split into students."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from grader.batch.layouts import file_names
from grader.batch.layouts.file_names import Certainty
from grader.batch.layouts.model import FileTree, Grouping, StudentUpload, TreeEntry, UploadedFile
from grader.errors import UsageError

Slugs = Mapping[int, str]
Tops = Mapping[str, tuple[TreeEntry, ...]]

# Canvas, "Download Submissions": see the instructor guide; the user id is who it is.
_CANVAS = re.compile(
    r"(?P<name>[^_]+)(?:_LATE)?_(?P<uid>\d+|anon_[^_]+)_(?P<aid>\d+)_(?P<file>.+)", re.DOTALL
)
_CANVAS_TEXT = re.compile(r"(?P<name>[^_]+)(?:_LATE)?_(?P<uid>\d+|anon_[^_]+)_(?:text|link)\.html")
_MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?P<kind>file|onlinetext)_?")
_MOODLE_FLAT = re.compile(
    r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?P<kind>file|onlinetext)_(?P<file>.+)", re.DOTALL
)
_TYPED = "was typed into a text box, which is not a file"
_CLONES_OF = "-submissions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way in which a class lies on disk.

    :param sentence: the layout in a few words, for messages.
    :param fits: whether a tree looks like this layout.
    :param group: splits a tree into students; into none where the layout does not fit.
    """

    name: str
    sentence: str
    fits: Callable[[FileTree, Slugs], bool]
    group: Callable[[FileTree, Slugs], Grouping]


def tops(tree: FileTree) -> dict[str, tuple[TreeEntry, ...]]:
    """Return the names at the top of *tree*, each with its entry and all entries below."""
    found: dict[str, list[TreeEntry]] = {}
    for entry in tree.entries:
        found.setdefault(entry.parts[0], []).append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


def is_folder(entries: Iterable[TreeEntry]) -> bool:
    """Whether the entries of one name at the top are those of a folder."""
    return any(entry.folder or len(entry.parts) > 1 or is_odd(entry) for entry in entries)


def is_odd(entry: TreeEntry) -> bool:
    """Whether *entry* may stand in the place of a folder, such as a broken link."""
    return bool(entry.why) and "." not in entry.parts[-1]


def items_in(entries: Iterable[TreeEntry]) -> tuple[UploadedFile, ...]:
    """Return the entries in a student's folder; the folder itself only if it cannot be read."""
    return tuple(
        UploadedFile(entry=entry, inner=entry.parts[1:] or entry.parts)
        for entry in entries
        if len(entry.parts) > 1 or entry.why or not entry.folder
    )


def _fits_most(matches: Iterable[tuple[str, object]]) -> bool:
    """Whether something matches, and at least half of the names that may be a student's."""
    matched = [
        bool(match)
        for name, match in matches
        if match or "." not in name or file_names.is_python(name) or file_names.may_be_archive(name)
    ]
    return any(matched) and 2 * sum(matched) >= len(matched)


def canvas_fits(tree: FileTree, _slugs: Slugs) -> bool:
    """Whether the files at the top are named as Canvas names them."""
    return _fits_most(
        (name, _CANVAS.fullmatch(name) or _CANVAS_TEXT.fullmatch(name))
        for name, entries in tops(tree).items()
        if not is_folder(entries)
    )


def canvas(tree: FileTree, _slugs: Slugs) -> Grouping:
    """Split a Canvas download: flat, `name_LATE_user_attachment_file`."""
    uploads, left = [], []
    for top, entries in tops(tree).items():
        match, typed = _CANVAS.fullmatch(top), _CANVAS_TEXT.fullmatch(top)
        if is_folder(entries) or not (match or typed):
            left.append(top)
        elif match:
            item = UploadedFile(
                entry=entries[0], inner=(match["file"],), version=int(match["aid"][:18])
            )
            uploads.append(StudentUpload(student=match["uid"], name=match["name"], items=(item,)))
        elif typed:
            entry = replace(entries[0], why=_TYPED)
            item = UploadedFile(entry=entry, inner=("typed",))
            uploads.append(StudentUpload(student=typed["uid"], name=typed["name"], items=(item,)))
    return Grouping(uploads=tuple(uploads), left_out=tuple(left))


def moodle_fits(tree: FileTree, _slugs: Slugs) -> bool:
    """Whether the names at the top are as Moodle makes them."""
    return _fits_most(
        (name, _MOODLE.fullmatch(name) or _MOODLE_FLAT.fullmatch(name)) for name in tops(tree)
    )


def moodle(tree: FileTree, _slugs: Slugs) -> Grouping:
    """Split a Moodle download: folders `Full name_id_assignsubmission_file`, or flat."""
    uploads, left = [], []
    for top, entries in tops(tree).items():
        folder, flat = _MOODLE.fullmatch(top), _MOODLE_FLAT.fullmatch(top)
        if folder and is_folder(entries):
            items = items_in(entries)
            kind = folder["kind"]
            upload = StudentUpload(student=folder["id"], name=folder["name"], items=items)
        elif flat and not is_folder(entries):
            kind = flat["kind"]
            items = (UploadedFile(entry=entries[0], inner=(flat["file"],)),)
            upload = StudentUpload(student=flat["id"], name=flat["name"], items=items)
        else:
            left.append(top)
            continue
        if kind == "onlinetext":
            upload = replace(upload, items=tuple(
                replace(item, entry=replace(item.entry, why=_TYPED), inner=("typed",))
                for item in items
            ))  # fmt: skip
        uploads.append(upload)
    return Grouping(uploads=tuple(uploads), left_out=tuple(left))


def classroom_fits(tree: FileTree, _slugs: Slugs) -> bool:
    """Whether the folders are clones: by the name around them, or repositories with a common prefix."""
    folders = _folders(tree)
    named = tree.name.endswith(_CLONES_OF) and any(
        name.startswith(_assignment(tree)) for name in folders
    )
    cloned = [name for name in folders if (name,) in tree.clones]
    return named or (2 * len(cloned) >= len(folders) and bool(common_start(cloned)))


def classroom(tree: FileTree, _slugs: Slugs) -> Grouping:
    """Split clones: folders `<assignment>-<login>`; the times of a clone mean nothing."""
    folders = _folders(tree)
    start = _assignment(tree)
    if not any(name.startswith(start) for name in folders):
        start = common_start([name for name in folders if (name,) in tree.clones] or list(folders))
    uploads = []
    odd = []
    for top, entries in folders.items():
        login = top.removeprefix(start)
        if not start or login == top:
            odd.append(top)
        items = items_in(entries)
        uploads.append(StudentUpload(student=login or top, other=top, items=items, dated=False))
    notes = [f"taken off the folders' names: {start}"] if start else []
    if odd and start:
        notes.append(f"folders that do not begin with {start}: {', '.join(odd)}")
    left = tuple(name for name in tops(tree) if name not in folders)
    return Grouping(uploads=tuple(uploads), left_out=left, notes=tuple(notes))


def _folders(tree: FileTree) -> dict[str, tuple[TreeEntry, ...]]:
    return {name: entries for name, entries in tops(tree).items() if is_folder(entries)}


def _assignment(tree: FileTree) -> str:
    """Return the prefix of clones in `<assignment>-submissions`."""
    return f"{tree.name.removesuffix(_CLONES_OF)}-"


def common_start(names_: list[str]) -> str:
    """Return the common prefix of all names up to its last hyphen; empty for fewer than two names."""
    common = ""
    if len(names_) > 1:
        first, last = min(names_), max(names_)  # what these two share, all that sort between do
        same = (one == other for one, other in zip(first, last, strict=False))
        common = first[: sum(1 for _ in itertools.takewhile(bool, same))]
    return common[: common.rfind("-") + 1]


def student_fits(tree: FileTree, slugs: Slugs) -> bool:
    """Whether the whole tree is one student's."""
    for entry in tree.entries:
        inside = entry.parts[:-1]
        if entry.folder or inside not in ((), ("exercises",)):
            continue
        reading = file_names.read(entry.parts[-1], slugs)
        if reading.number and not reading.rest:
            return not any(_reads_as_students(name, slugs) for name in tops(tree))
    theirs = exercise_folders(tree, slugs)
    return bool(theirs) and all(_is_one_students(name, theirs[name], slugs) for name in theirs)


def exercise_folders(tree: FileTree, slugs: Slugs) -> Tops:
    """Return the folders at the top whose name is that of an exercise and nothing else."""
    found = {}
    for name, entries in tops(tree).items():
        reading = file_names.read(name, slugs)
        if reading.number and not reading.rest and is_folder(entries):
            found[name] = entries
    return found


def _is_one_students(name: str, entries: tuple[TreeEntry, ...], slugs: Slugs) -> bool:
    """Whether a folder named for an exercise has one file in it, or the exercise's own."""
    reading = file_names.read(name, slugs)
    inside = [
        one.parts[1]
        for one in entries
        if len(one.parts) == 2 and file_names.is_python(one.parts[1])
    ]
    return len(inside) == 1 or any(
        file_names.read(file, slugs).number == reading.number
        and not file_names.read(file, slugs).rest
        for file in inside
    )


def _reads_as_students(name: str, slugs: Slugs) -> bool:
    reading = file_names.read(name, slugs)
    loose = reading.certainty in {Certainty.LOOSE, Certainty.LOOSE_COPY}
    return loose and bool(reading.rest) and file_names.is_python(name)


def student(tree: FileTree, _slugs: Slugs) -> Grouping:
    """Take the whole tree as one student's, whose id is the name of the folder."""
    items = tuple(UploadedFile(entry=entry, inner=entry.parts) for entry in tree.entries)
    return Grouping(uploads=(StudentUpload(student=tree.name, items=items),))


def folders_fit(tree: FileTree, _slugs: Slugs) -> bool:
    """Whether there are at least as many folders and archives as Python files."""
    found = tops(tree)
    held = sum(_holds(name, entries) for name, entries in found.items())
    return held > 0 and held >= sum(_is_file(name, entries) for name, entries in found.items())


def files_fit(tree: FileTree, _slugs: Slugs) -> bool:
    """Whether there are Python files at the top."""
    return any(_is_file(name, entries) for name, entries in tops(tree).items())


def folders(tree: FileTree, slugs: Slugs) -> Grouping:
    """Take each folder and each archive as a student, and each file that names one and an exercise.

    The exercise may be named by the folder around it all, too.
    """
    around = file_names.read(tree.name, slugs).number
    return _apart(
        tree,
        lambda name: _owner(name, slugs) if around or file_names.read(name, slugs).number else "",
    )


def files(tree: FileTree, slugs: Slugs) -> Grouping:
    """Take each file as a student's, whose id is the rest of the file's name.

    Folders and archives among them are students too.
    """
    return _apart(tree, lambda name: _owner(name, slugs))


def _apart(tree: FileTree, owner: Callable[[str], str]) -> Grouping:
    """Split *tree*; *owner* returns the student of a file name, empty for none."""
    found = tops(tree)
    start = common_start([name for name, entries in found.items() if _holds(name, entries)])
    uploads, left = [], []
    for name, entries in found.items():
        if _holds(name, entries):
            is_archive = not is_folder(entries)
            student = file_names.stem_of(name) if is_archive else name
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
    """Whether *name* is that of a folder or an archive."""
    return is_folder(entries) or file_names.may_be_archive(name)


def _is_file(name: str, entries: tuple[TreeEntry, ...]) -> bool:
    return file_names.is_python(name) and not _holds(name, entries)


def _owner(name: str, slugs: Slugs) -> str:
    """Return the student that a file name has in it; empty for none."""
    reading = file_names.read(name, slugs)
    if reading.certainty is Certainty.FOREIGN:  # an answer saved by a word processor, not a handout
        whole = any(file_names.folded(slug) in file_names.folded(name) for slug in slugs.values())
        return reading.rest if whole else ""
    if reading.number:
        return reading.rest
    return file_names.stem_of(name) if file_names.is_python(name) else ""


LAYOUTS: tuple[Layout, ...] = (
    Layout(name="canvas", sentence="a Canvas download", fits=canvas_fits, group=canvas),
    Layout(name="moodle", sentence="a Moodle download", fits=moodle_fits, group=moodle),
    Layout(
        name="classroom",
        sentence="clones of student repositories",
        fits=classroom_fits,
        group=classroom,
    ),
    Layout(name="student", sentence="one student", fits=student_fits, group=student),
    Layout(name="folders", sentence="a folder per student", fits=folders_fit, group=folders),
    Layout(name="files", sentence="a file per student", fits=files_fit, group=files),
)
"""In the order in which they are tried."""

PLATFORMS = LAYOUTS[:3]


def named(layout: str) -> Layout | None:
    """Return the layout with a name; None for an empty name.

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
    """Return the first layout that fits; None when no entry of *tree* may be a student's."""
    return next((one for one in LAYOUTS if one.fits(tree, slugs)), None)


def also(tree: FileTree, chosen: Layout, slugs: Slugs) -> list[str]:
    """Return the names of other platforms whose layouts fit *tree* too."""
    return [one.name for one in PLATFORMS if one != chosen and one.fits(tree, slugs)]
