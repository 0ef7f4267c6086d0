"""Measuring and removing a guest's scratch folder, whose contents the host does not trust."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

ENTRIES = 2_000
"""Files and folders that a scratch folder may hold."""

_BLOCK = 512  # bytes; the unit of `st_blocks` on every file system


def is_overfull(folder: Path, most: int) -> bool:
    """Return whether a folder holds more bytes on disk than it may, or more than `ENTRIES` entries.

    Counting stops at the limit, so it is quick whatever is there, and follows no link. A folder
    that cannot be entered counts as overfull: only the guest can have made it so.

    :param most: bytes.
    """
    size = entries = 0
    unseen = [str(folder)]
    while unseen:
        try:
            with os.scandir(unseen.pop()) as found:
                for entry in found:
                    entries += 1
                    status = entry.stat(follow_symlinks=False)
                    # Blocks, not the size: holes in a file take no space.
                    size += getattr(status, "st_blocks", status.st_size // _BLOCK + 1) * _BLOCK
                    if entries > ENTRIES or size > most:
                        return True
                    if stat.S_ISDIR(status.st_mode):
                        unseen.append(entry.path)
        except (FileNotFoundError, NotADirectoryError):
            continue  # removed by the guest in the meantime
        except OSError:
            return True
    return False


def remove(folder: Path) -> None:
    """Remove a folder and all in it, following no link, however deep or locked it is.

    Folders are moved up before they are emptied, so that the depth of the tree, and with it the
    length of a path, never exceeds two.

    :raises OSError: if an entry cannot be removed.
    """
    with contextlib.suppress(OSError):
        folder.rmdir()  # as most guests leave it: empty
        return
    moved, prefix = 0, secrets.token_hex(8)  # a name that no guest can have taken
    with contextlib.suppress(FileNotFoundError):
        folder.chmod(0o700)
        while entries := list(folder.iterdir()):
            for entry in entries:
                if not stat.S_ISDIR(entry.lstat().st_mode):
                    entry.unlink()
                    continue
                entry.chmod(0o700)
                for inner in list(entry.iterdir()):
                    if stat.S_ISDIR(inner.lstat().st_mode):
                        moved += 1
                        inner.chmod(0o700)
                        inner.rename(folder / f".{prefix}.{moved}")
                    else:
                        inner.unlink()
                entry.rmdir()
        folder.rmdir()
