"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def atomic_write(path: Path, content: bytes) -> None:
    """Write *content* to *path* in place of what is there; a reader finds the old file or the new.

    It is written under another name in the same folder and then renamed, so that a full disk, an
    error or a killed process leaves the old file. Two writers at once do not mix: each has a
    name of its own, and the later one stays.

    :raises OSError: when the folder cannot be written to.
    """
    new = path.with_name(f".{os.urandom(8).hex()}.new")
    try:
        with new.open("xb") as file:
            file.write(content)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
