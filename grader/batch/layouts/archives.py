"""Archives as trees, of a class and of a student: read in memory, within bounds, never unpacked to disk.

A member's name is only a label here, so it can lead nowhere. Members that endanger an unpacker are
refused all the same, one by one, so that the student and the reason are reported.
"""

from __future__ import annotations

import calendar
import contextlib
import gzip
import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from grader.batch.layouts import file_names
from grader.batch.layouts.file_names import ignored, printable, stem_of
from grader.batch.layouts.model import FileTree, TreeEntry, UploadedFile
from grader.errors import SubmissionError

MEMBERS = 200_000
"""Members of a class's archive that are looked at."""

MEMBERS_NESTED = 20_000
"""Members of one student's archive that are looked at."""

LARGEST_NESTED = 32 << 20
"""Bytes of the largest archive of one student that is opened."""

UNPACKED = 256 << 20
"""Bytes of the largest unpacked tar; a compressed one must be unpacked to be listed."""

RATIO = 200
"""Largest ratio of a member's size to its packed size; Python text hardly exceeds 20."""

_SMALL = 64 << 10
_ENCRYPTED = 0x1
_UTF8 = 0x800
_READ_HERE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_CENTRAL = b"PK\x01\x02"
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, ValueError,
    NotImplementedError, RuntimeError, KeyError, IndexError,
    OverflowError, MemoryError, struct.error,
)  # fmt: skip


def from_file(path: Path) -> contextlib.AbstractContextManager[FileTree]:
    """Open the archive of a class; its entries can be read until the context ends.

    :raises SubmissionError: when it cannot be opened, is damaged, or has more than `MEMBERS`.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise SubmissionError(f"cannot be opened: {error.strerror}") from error
    return _open(file, printable(path.name), MEMBERS)


def from_bytes(data: bytes, name: str) -> contextlib.AbstractContextManager[FileTree]:
    """Open an archive of a student; its entries can be read until the context ends.

    :raises SubmissionError: when it is damaged, or beyond a bound.
    """
    if len(data) > LARGEST_NESTED:
        raise SubmissionError(f"is larger than {LARGEST_NESTED >> 20} MiB")
    if data.count(_CENTRAL) > MEMBERS_NESTED:  # before the list of members takes memory
        raise SubmissionError(f"has more than {MEMBERS_NESTED:,} members")
    return _open(io.BytesIO(data), name, MEMBERS_NESTED)


@contextlib.contextmanager
def _open(file: io.BufferedIOBase, name: str, most: int) -> Iterator[FileTree]:
    with contextlib.ExitStack() as stack:
        stack.enter_context(file)
        try:
            if zipfile.is_zipfile(file):
                file.seek(0)
                archive = stack.enter_context(zipfile.ZipFile(file))
                _refuse_more_than(most, len(archive.infolist()))
                members = [_zip_entry(archive, one) for one in archive.infolist()]
            else:
                file.seek(0)
                packed = stack.enter_context(tarfile.open(fileobj=_unpacked(file), mode="r:"))
                members = []
                for count, one in enumerate(packed, start=1):
                    _refuse_more_than(most, count)
                    members.append(_tar_entry(packed, one))
        except _BROKEN as error:
            raise SubmissionError("is damaged, or not an archive") from error
        yield _tree(name, members)


def _refuse_more_than(most: int, count: int) -> None:
    if count > most:
        raise SubmissionError(f"has more than {most:,} members")


def _unpacked(file: io.BufferedIOBase) -> io.BufferedIOBase:
    """Return a tar file without its compression."""
    magic = file.read(2)
    file.seek(0)
    if magic != b"\x1f\x8b":
        return file
    with gzip.GzipFile(fileobj=file) as packed:
        data = packed.read(UNPACKED + 1)
    if len(data) > UNPACKED:
        raise SubmissionError(f"unpacks to more than {UNPACKED >> 20} MiB")
    return io.BytesIO(data)


def _zip_entry(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> TreeEntry:
    """Return the entry for one member of a ZIP file."""
    name = _zip_name(member)
    parts, unsafe = _parts(name)
    kind = stat.S_IFMT(member.external_attr >> 16)

    def read(bound: int) -> bytes:
        return _member(lambda: archive.open(member), "/".join(parts), bound)

    if stat.S_ISLNK(kind):
        why = "is a symbolic link"
    elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        why = "is not a regular file"
    elif unsafe:
        why = "has a name that leads out of the archive"
    elif member.flag_bits & _ENCRYPTED:
        why = "is encrypted"
    elif member.compress_type not in _READ_HERE:
        why = "is packed by a method that is not read here"
    elif member.file_size > max(_SMALL, RATIO * member.compress_size):
        why = f"unpacks to more than {RATIO} times its size"
    else:
        why = ""
    return TreeEntry(
        parts=parts,
        folder=name.endswith("/") or stat.S_ISDIR(kind),
        modified=_seconds(member.date_time),
        size=member.file_size,
        why=why,
        read=read,
    )


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; macOS writes UTF-8 without the flag for it."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _tar_entry(archive: tarfile.TarFile, member: tarfile.TarInfo) -> TreeEntry:
    """Return the entry for one member of a tar file."""
    parts, unsafe = _parts(member.name)

    def read(bound: int) -> bytes:
        return _member(lambda: archive.extractfile(member), "/".join(parts), bound)

    if member.issym() or member.islnk():
        why = "is a link"
    elif not (member.isdir() or member.isreg()) or member.issparse():
        why = "is not a regular file"
    else:
        why = "has a name that leads out of the archive" if unsafe else ""
    return TreeEntry(
        parts=parts,
        folder=member.isdir(),
        modified=int(member.mtime) // 2 * 2,
        size=member.size,
        why=why,
        read=read,
    )


def _member(open_it: Callable[[], IO[bytes] | None], shown: str, bound: int) -> bytes:
    """Return up to *bound* bytes and one more of a member; the checksum is verified on the way."""
    try:
        file = open_it()
        if file is None:
            raise SubmissionError(f"{shown} is not a file")
        with file:
            return file.read(bound + 1)
    except _BROKEN as error:
        raise SubmissionError(f"{shown} is damaged in the archive") from error


def _parts(name: str) -> tuple[tuple[str, ...], bool]:
    """Return the parts of a member's name, and whether it would lead an unpacker out of its folder."""
    raw = name.split("/")
    unsafe = name.startswith("/") or ".." in raw or raw[0].endswith(":")
    parts = tuple(printable(part) for part in raw if part not in ("", ".", ".."))
    if unsafe and parts and parts[0].endswith(":"):
        parts = parts[1:]
    return parts or ("unnamed",), unsafe


def _seconds(date: tuple[int, int, int, int, int, int]) -> int:
    """Return a date as seconds; 0 for one that no calendar has."""
    try:
        return calendar.timegm((*date, 0, 0, 0))
    except (ValueError, OverflowError):
        return 0


def _tree(name: str, members: list[TreeEntry]) -> FileTree:
    """Return the tree of an archive; of members with the same name the last counts."""
    clones = {one.parts[: one.parts.index(".git")] for one in members if ".git" in one.parts[1:]}
    kept: dict[tuple[tuple[str, ...], bool], TreeEntry] = {}
    again = set()
    for one in members:
        inside = _passed_over(one.parts)
        if (
            inside is not None
        ):  # what is around it is there all the same, such as a student's folder
            if inside:
                kept.setdefault((inside, False), TreeEntry(parts=inside, folder=True))
            continue
        key = one.parts, "leads out" in one.why
        if key in kept and not one.folder:
            again.add("/".join(one.parts))
        kept[key] = one
    return FileTree(
        name=stem_of(name),
        entries=tuple(kept[key] for key in sorted(kept)),
        clones=frozenset(clones),
        notes=tuple(
            f"{name} has {shown} more than once; the last one counts, as for an unpacker"
            for shown in sorted(again)
        ),
    )


def _passed_over(parts: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the folder of a member that nobody hands in on purpose; None for any other member."""
    for place, part in enumerate(parts):
        if ignored(part):
            return parts[:place]
    return None


ARCHIVES_OPENED = 20
"""Archives of one student that are opened."""


@contextlib.contextmanager
def unpacked(items: Sequence[UploadedFile]) -> Iterator[tuple[UploadedFile, ...]]:
    """Replace each archive of a student by its entries, or by the reason why it was not opened.

    Archives within archives stay closed. The entries can be read until the context ends.
    """
    with contextlib.ExitStack() as opened:
        found: list[UploadedFile] = []
        count = 0
        for item in items:
            if not _is_archive(item):
                found.append(item)
                continue
            count += 1
            try:
                if count > ARCHIVES_OPENED:
                    raise SubmissionError(f"is one of more than {ARCHIVES_OPENED} archives")
                found += _inside(item, opened)
            except SubmissionError as error:
                found.append(_closed(item, error.message))
        yield tuple(found)


def _inside(item: UploadedFile, opened: contextlib.ExitStack) -> list[UploadedFile]:
    """Return the entries of an archive.

    :raises SubmissionError: when it cannot be opened; the message has no name in it.
    """
    name = item.inner[-1]
    shown = "/".join(item.entry.parts)
    if item.entry.why:
        raise SubmissionError(item.entry.why)
    if not file_names.is_archive(name):
        raise SubmissionError("is an archive of a kind that is not opened; ask for a ZIP file")
    try:
        data = item.entry.read(LARGEST_NESTED)
    except SubmissionError as error:
        raise SubmissionError(error.message.removeprefix(f"{shown} ")) from error
    tree = opened.enter_context(from_bytes(data, name))
    if all(entry.folder for entry in tree.entries):
        raise SubmissionError("has no file in it")
    found = [
        UploadedFile(
            entry=replace(entry, parts=(*item.entry.parts, *entry.parts)),
            inner=(*item.inner[:-1], *entry.parts),
            version=item.version,
            nested=True,
        )
        for entry in tree.entries
    ]
    return [
        _closed(one, "is an archive inside an archive, which is not opened")
        if _is_archive(one)
        else one
        for one in found
    ]


def _is_archive(item: UploadedFile) -> bool:
    return not item.entry.folder and file_names.may_be_archive(item.inner[-1])


def _closed(item: UploadedFile, why: str) -> UploadedFile:
    return replace(item, entry=replace(item.entry, why=why))
