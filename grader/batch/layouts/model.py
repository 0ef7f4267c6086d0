"""What looking at a class comes to, and what passes between the parts that look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFile:
    """The file of one student that is graded for one exercise.

    :param file: where it lies below the path that was given, as people may read it;
        an archive on the way is a part of it like a folder.
    :param content: its bytes, ready to be a submission; None when nothing can be read.
    :param why: for content None, what is wrong with it, in a sentence.
    :param others: the candidates that were not chosen, the likeliest first.
    """

    file: str
    content: bytes | None
    why: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentFiles:
    """One student, and what was handed in.

    :param student: unique in a class; the roster's word for them if there is a roster.
    :param name: how people call them; empty where nothing tells.
    :param choices: exercise number to file; a number that is missing was not handed in.
    """

    student: str
    name: str = ""
    email: str = ""
    choices: Mapping[int, ChosenFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFiles:
    """A class.

    :param layout: names of the layouts that were found, joined by ` + `.
    :param students: sorted by student.
    :param notes: what was taken how, and what was left out; a sentence each.
    """

    layout: str
    students: tuple[StudentFiles, ...]
    notes: tuple[str, ...] = ()


def _nothing() -> bytes:
    return b""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeEntry:
    """A file, or something in the place of one, in a folder or an archive.

    :param parts: where it lies below the root of its tree.
    :param modified: when it was last changed, in seconds of the clock of its tree.
    :param why: what keeps it from being read, in a few words; empty for a good file.
    :param size: bytes, as the folder or the archive claims.
    :param read: gives the content up to a bound and one byte more; raises SubmissionError
        when that fails.
    """

    parts: tuple[str, ...]
    folder: bool = False
    modified: int = 0
    size: int = 0
    why: str = ""
    read: Callable[[int], bytes] = field(default=lambda _bound: _nothing())


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTree:
    """What lies below one path, without what nobody hands in on purpose.

    :param name: of the folder, or of the archive without its suffix.
    :param entries: sorted by their parts; a folder comes before what is in it.
    :param clones: the places of folders which are git repositories.
    :param notes: what was passed over for a reason that people should know.
    """

    name: str
    entries: tuple[TreeEntry, ...]
    clones: frozenset[tuple[str, ...]] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """Something that a student handed in.

    :param inner: where it lies among the student's own files, ending in the student's own name for it.
    :param upload: number that grows with each upload, where the layout has one; else 0.
    :param nested: whether it comes out of an archive of the student's.
    """

    entry: TreeEntry
    inner: tuple[str, ...]
    version: int = 0
    nested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentUpload:
    """All that one student handed in, as a layout makes it out.

    :param around: name of the folder or archive that all of it was in.
    :param other: what the layout could have called them as well; only a roster decides.
    :param dated: whether the times of the files mean anything; they do not in a clone.
    """

    student: str
    name: str = ""
    around: str = ""
    other: str = ""
    items: tuple[UploadedFile, ...] = ()
    dated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """A tree, taken apart into students.

    :param left_out: files that belong to no student.
    """

    uploads: tuple[StudentUpload, ...]
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
