"""Values of a class on disk: trees of files, what each student handed in, and the chosen files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFile:
    """The file of one student that is graded for one exercise.

    :param file: path below the path that was given, printable; an archive on the way is a part of
        it like a folder.
    :param content: bytes of the file; None when it cannot be read.
    :param why: for content None, the reason, in a sentence.
    :param others: paths of the candidates that were not chosen, the likeliest first.
    """

    file: str
    content: bytes | None
    why: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentFiles:
    """One student, and the chosen file for each exercise.

    :param student: id, unique in a class; the roster's where there is a roster.
    :param name: full name; empty where it is not known.
    :param choices: exercise number to file; without a number where nothing was handed in.
    """

    student: str
    name: str = ""
    email: str = ""
    choices: Mapping[int, ChosenFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFiles:
    """The files of a class.

    :param layout: names of the layouts in use, joined by ` + `.
    :param students: sorted by id.
    :param notes: on how files were read, and on files that were left out; a sentence each.
    """

    layout: str
    students: tuple[StudentFiles, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeEntry:
    """An entry of a folder or an archive: a file, a folder, a link or a device.

    :param parts: path below the root of its tree.
    :param modified: time of the last change, seconds; comparable within one tree alone.
    :param size: bytes, as the folder or the archive claims.
    :param why: why it cannot be read, in a few words; empty for a readable file.
    :param read: returns the content up to a bound and one byte more; raises SubmissionError.
    """

    parts: tuple[str, ...]
    folder: bool = False
    modified: int = 0
    size: int = 0
    why: str = ""
    read: Callable[[int], bytes] = field(default=lambda _bound: b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTree:
    """The entries of a folder or an archive, but for files that nobody hands in on purpose.

    :param name: of the folder, or of the archive without its suffix.
    :param entries: sorted by their parts; a folder comes before its entries.
    :param clones: paths of folders that are git repositories.
    :param notes: on entries that were left out, a sentence each.
    """

    name: str
    entries: tuple[TreeEntry, ...]
    clones: frozenset[tuple[str, ...]] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """One entry that a student handed in.

    :param inner: path among the student's own files, with the student's own name of the file.
    :param version: number that grows with each upload, where the layout has one; else 0.
    :param nested: True if it comes from an archive that the student handed in.
    """

    entry: TreeEntry
    inner: tuple[str, ...]
    version: int = 0
    nested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentUpload:
    """All that one student handed in, according to a layout.

    :param around: name of the folder or archive around all of it.
    :param other: another id that the layout allows; only a roster decides.
    :param dated: True if the times of the files mean anything; in a clone they do not.
    """

    student: str
    name: str = ""
    around: str = ""
    other: str = ""
    items: tuple[UploadedFile, ...] = ()
    dated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """A tree split into students.

    :param left_out: files that belong to no student.
    """

    uploads: tuple[StudentUpload, ...]
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
