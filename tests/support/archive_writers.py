"""Writers of folders, ZIP and tar files, which keep the times and links of a student's files."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

from support.synthetic_class import HandedFile

Member = tuple[str, HandedFile]
"""A path with slashes, and what lies there."""


def write_zip(members: Iterable[Member]) -> bytes:
    """Return a ZIP file; a link is a member of that type."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, handed in members:
            info = zipfile.ZipInfo(path, time.gmtime(handed.when)[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            data = handed.content
            if handed.link:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
                data = handed.link.encode()
            archive.writestr(info, data)
    return file.getvalue()


def write_tar(members: Iterable[Member]) -> bytes:
    """Return a compressed tar file."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for path, handed in members:
            info = tarfile.TarInfo(path)
            info.mtime = handed.when
            info.size = len(handed.content)
            if handed.link:
                info.type, info.linkname, info.size = tarfile.SYMTYPE, handed.link, 0
            archive.addfile(info, io.BytesIO(handed.content))
    return file.getvalue()


def write_folder(root: Path, members: Iterable[Member]) -> Path:
    """Write members as files with their times."""
    root.mkdir(parents=True, exist_ok=True)
    for name, handed in members:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if handed.link:
            path.symlink_to(handed.link)
            continue
        path.write_bytes(handed.content)
        os.utime(path, (handed.when, handed.when))
    return root
