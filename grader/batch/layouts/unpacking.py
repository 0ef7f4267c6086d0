"""Opens the archives that a student handed in; what is wrong with one stays with the student."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.batch.layouts import archives, names
from grader.batch.layouts.values import UploadedFile
from grader.errors import SubmissionError

ARCHIVES_OPENED = 20
"""Archives of one student that are opened."""


@contextlib.contextmanager
def unpacked(items: Sequence[UploadedFile]) -> Iterator[tuple[UploadedFile, ...]]:
    """Give *items* with each archive replaced by what is in it, or by why it was not opened.

    One level: an archive in an archive stays closed. The contents can be read until
    the context ends.
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
    """Return what is in the archive *item*.

    :raises SubmissionError: when it cannot be opened; the message says why, without its name.
    """
    name = item.inner[-1]
    shown = "/".join(item.entry.parts)
    if item.entry.why:
        raise SubmissionError(item.entry.why)
    if not names.is_archive(name):
        raise SubmissionError("is an archive of a kind that is not opened; ask for a ZIP file")
    try:
        data = item.entry.read(archives.LARGEST_NESTED)
    except SubmissionError as error:
        raise SubmissionError(error.message.removeprefix(f"{shown} ")) from error
    tree = opened.enter_context(archives.from_bytes(data, name))
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
    return not item.entry.folder and names.may_be_archive(item.inner[-1])


def _closed(item: UploadedFile, why: str) -> UploadedFile:
    return replace(item, entry=replace(item.entry, why=why))
