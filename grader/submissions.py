"""Files read as submissions; every file that cannot be one gets a clear sentence.

Nothing is trusted: a name may be a folder, a FIFO, a device or a link; a file
may be unreadable or huge. A file of readable bytes is a submission; the guest
finds out whether it is Python.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path
from typing import IO

from grader.errors import SubmissionError, UsageError
from grader.model import Exercise, Submission

LARGEST = 1 << 20
"""Bytes of the largest file that is graded."""

_PIECE = 64 << 10

_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_BYTES_LINE_END = re.compile(rb"\r\n|\r|\n")
_KINDS = (
    (stat.S_ISDIR, "is a folder"),
    (stat.S_ISLNK, "is a symbolic link"),
    (stat.S_ISFIFO, "is a named pipe"),
    (stat.S_ISSOCK, "is a socket"),
    (stat.S_ISCHR, "is a device"),
    (stat.S_ISBLK, "is a device"),
)


def from_path(path: Path, exercise: Exercise, label: str = "") -> Submission:
    """Read one learner's file.

    :param label: how reports name the file; the path as given if empty.
    :raises SubmissionError: when there is nothing at *path* that can be graded.
    """
    shown = label or str(path)
    return from_bytes(read(path, shown), exercise, label=shown)


def from_bytes(data: bytes, exercise: Exercise, *, label: str, owner: str = "") -> Submission:
    """Make a submission of *data*, the content of the file for *exercise*.

    :param owner: whose it is; the label if empty.
    :raises SubmissionError: when it is too large or saved in an encoding Python does not read.
    """
    if len(data) > LARGEST:
        raise SubmissionError(
            f"{label} is larger than {LARGEST >> 20} MiB and is not graded",
            "Hand in the exercise file itself; a solution has a few kilobytes.",
        )
    for mark, name in _BOMS:
        if data.startswith(mark):
            raise SubmissionError(
                f"{label} is saved as {name}, which Python does not read",
                "Save it as UTF-8 in your editor and grade again.",
            )
    return Submission(id=owner or label, label=label, files={f"{exercise.slug}.py": data})


def source_of(submission: Submission, exercise: Exercise) -> bytes:
    """Return the bytes of the graded file."""
    return submission.files[f"{exercise.slug}.py"]


def source_lines(data: bytes) -> list[str]:
    """Return the lines of a Python file for showing; a byte that cannot be decoded is escaped."""
    try:
        text = data.decode(declared_encoding(data), "backslashreplace")
    except (LookupError, ValueError):  # no such text encoding: show the bytes as they are
        text = data.decode("utf-8", "backslashreplace")
    return _LINE_END.split(text)


def declared_encoding(data: bytes) -> str:
    """Return the name of the encoding of a Python file, which may be no encoding's.

    It is found as Python finds it: a UTF-8 mark, else a cookie in one of the first two lines
    (language reference, 2.1.4), else UTF-8.
    """
    if not data.startswith(codecs.BOM_UTF8):
        for line in _BYTES_LINE_END.split(data, maxsplit=2)[:2]:
            if match := _COOKIE.match(line):
                return match[1].decode("ascii", "replace")
            if line.strip() and not line.lstrip().startswith(b"#"):
                break
    return "utf-8-sig"


def candidates(slug: str, folder: Path) -> list[Path]:
    """Return the paths in *folder* that may be the learner's file for *slug*, best first."""
    places = (folder / "exercises" / f"{slug}.py", folder / f"{slug}.py")
    return [place for place in places if place.exists() or place.is_symlink()]


def find(slug: str, start: Path) -> Path:
    """Return the learner's file for *slug* in *start* or above: in `exercises/`, or beside it.

    :raises UsageError: when there is none.
    """
    for folder in (start, *start.parents):
        for candidate in candidates(slug, folder):
            return candidate
    raise UsageError(
        f"there is no exercises/{slug}.py here or in a folder above",
        "Run `grade start` to write the stubs here, or name the file: `grade exercise N FILE`.",
    )


def read(path: Path, shown: str, largest: int = LARGEST) -> bytes:
    """Return the bytes of a regular file, never following a link and never waiting.

    :param shown: name of the file in a refusal.
    :param largest: bytes; one more is read, to notice a larger file.
    :raises SubmissionError: when it is anything else, or may not be read.
    """
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        _refuse_unless_regular(os.lstat(path), shown)
        descriptor = os.open(path, flags)
    except ValueError as error:  # a NUL in the name
        raise SubmissionError(f"{shown!r} is not a file name", "Name a file.") from error
    except OSError as error:
        raise _unreadable(error, shown) from error
    try:
        with os.fdopen(descriptor, "rb") as file:
            _refuse_unless_regular(os.fstat(file.fileno()), shown)
            return _up_to(largest + 1, file)
    except OSError as error:
        raise _unreadable(error, shown) from error


def _up_to(bound: int, file: IO[bytes]) -> bytes:
    """Read at most *bound* bytes, in pieces: asked for at once, room for all of them is taken."""
    pieces = []
    while bound > 0 and (piece := file.read(min(bound, _PIECE))):
        pieces.append(piece)
        bound -= len(piece)
    return b"".join(pieces)


def _refuse_unless_regular(found: os.stat_result, shown: str) -> None:
    if stat.S_ISREG(found.st_mode):
        return
    for question, kind in _KINDS:
        if question(found.st_mode):
            raise SubmissionError(f"{shown} {kind}, not a file", "Name the Python file itself.")
    raise SubmissionError(f"{shown} is not a regular file", "Name the Python file itself.")


def _unreadable(error: OSError, shown: str) -> SubmissionError:
    if isinstance(error, FileNotFoundError):
        return SubmissionError(
            f"there is no file {shown}",
            "Check the name, or run `grade start` to write the stubs here.",
        )
    if isinstance(error, PermissionError):
        return SubmissionError(
            f"{shown} may not be read by you",
            "Check its permissions (`chmod u+r`) and grade again.",
        )
    return SubmissionError(f"{shown} cannot be read: {error.strerror}", "Check the name.")
