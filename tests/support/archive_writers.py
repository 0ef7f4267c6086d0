"""Puts a student's files into folders and archives, with their times and links."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

from support.synthetic_class import Paper

Member = tuple[str, Paper]
"""A path with slashes, and what lies there."""


def write_zip(members: Iterable[Member]) -> bytes:
    """Return a ZIP file; links are members that say they are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, paper in members:
            info = zipfile.ZipInfo(path, time.gmtime(paper.when)[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            data = paper.content
            if paper.link:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
                data = paper.link.encode()
            archive.writestr(info, data)
    return file.getvalue()


def write_tar(members: Iterable[Member]) -> bytes:
    """Return a compressed tar file."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for path, paper in members:
            info = tarfile.TarInfo(path)
            info.mtime = paper.when
            info.size = len(paper.content)
            if paper.link:
                info.type, info.linkname, info.size = tarfile.SYMTYPE, paper.link, 0
            archive.addfile(info, io.BytesIO(paper.content))
    return file.getvalue()


def write_folder(root: Path, members: Iterable[Member]) -> Path:
    """Write members as files with their times."""
    root.mkdir(parents=True, exist_ok=True)
    for name, paper in members:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if paper.link:
            path.symlink_to(paper.link)
            continue
        path.write_bytes(paper.content)
        os.utime(path, (paper.when, paper.when))
    return root
