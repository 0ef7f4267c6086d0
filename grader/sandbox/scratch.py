"""A guest's scratch folder, looked at and removed by the host, which trusts nothing in it."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

ENTRIES = 2_000
"""Files and folders in one scratch folder; more are too many to count."""

_BLOCK = 512  # what `st_blocks` counts in, whatever the file system


def is_overfull(folder: Path, most: int) -> bool:
    """Say whether a folder holds more than *most* bytes on disk or too many entries.

    It stops at the limit, so it is quick whatever is there, and follows no link. A folder
    that it cannot enter counts as overfull: it is the guest that made it so.
    """
    size = entries = 0
    unseen = [str(folder)]
    while unseen:
        try:
            with os.scandir(unseen.pop()) as found:
                for entry in found:
                    entries += 1
                    told = entry.stat(follow_symlinks=False)
                    # A file with holes is as large as what was written.
                    size += getattr(told, "st_blocks", told.st_size // _BLOCK + 1) * _BLOCK
                    if entries > ENTRIES or size > most:
                        return True
                    if stat.S_ISDIR(told.st_mode):
                        unseen.append(entry.path)
        except (FileNotFoundError, NotADirectoryError):
            continue  # gone again while we looked
        except OSError:
            return True
    return False


def remove(folder: Path) -> None:
    """Remove *folder* and all in it, following no link, however deep or locked it is.

    Folders are moved up before they are emptied, so that neither the depth of the
    tree nor the length of a path is ever more than two.
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
