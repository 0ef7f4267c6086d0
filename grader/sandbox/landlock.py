"""What the Linux kernel is told of a guest's files: Landlock rulesets.

Constants and layouts come from `linux/landlock.h`. A ruleset's rights hold for a
whole tree and add up, so the standard library is named entry by entry: a rule
on its folder would open the packages installed below it, and with them the
checks.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Landlock's rights are bits: a kernel knows 13, 14 (version 2), 15 (3), 16 (5). First what
# files, not only folders, can have, with execution (0) and ioctl on devices (15); then
# removing folders and files (4, 5), making folders and files (7, 8). No guest is given
# devices (6, 11), sockets (9), FIFOs (10), symbolic links (12), links between folders (13).
_WRITE, _READ, _READ_DIR, _TRUNCATE, _REFER = 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 13
_OF_FILES = 1 << 0 | _WRITE | _READ | _TRUNCATE | 1 << 15
_SCRATCH = _WRITE | _READ | _READ_DIR | _TRUNCATE | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8


class LandlockRules:
    """Landlock for guests: a ruleset for the session and, within it, a small one for each.

    The session's names every readable file, about 250. A guest's allows its own scratch
    folder and, as wholes, the few places around the readable files. A guest enters both
    and may do what both allow. Descriptors are 64 or more: `posix_spawn` cannot hit them.

    :param files: readable with all below; what does not exist is left out.
    :param folders: may be listed, with those below.
    :param scratch_root: an existing folder; guests' own are below.
    :raises OSError: where there is no Landlock.
    :raises ValueError: if a readable path holds the scratch root.
    """

    def __init__(self, files: Iterable[str], folders: Iterable[str], scratch_root: Path) -> None:
        self._call = ctypes.CDLL(None, use_errno=True).syscall
        self._root = scratch_root.resolve(strict=True)
        self._version = self._landlock(444, None, 0, 1)  # 1: only say the version
        self._session = self._newest()
        self._around: dict[str, int] = {}
        self._rules: list[bytes] = []
        try:
            rights = dict.fromkeys(folders, _READ_DIR)
            rights |= dict.fromkeys(files, _READ | _READ_DIR)
            rights |= {os.devnull: _READ | _WRITE, str(self._root): _SCRATCH}
            for path, allowed in rights.items():
                self._permit(path, allowed)
            self._rules = [self._rule(place, ~_REFER) for place in self._around.values()]
        except BaseException:
            self.close()
            raise

    @property
    def scoped(self) -> bool:
        """Whether the rules also keep signals in (since version 6)."""
        return self._version >= 6

    def for_guest(self, scratch: Path) -> tuple[int, int]:
        """The session's ruleset and one for a new guest, which the caller closes.

        :raises OSError: if there is no such folder below the root, or no descriptor is left.
        """
        own = os.open(scratch, os.O_PATH | os.O_CLOEXEC | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            if not os.readlink(f"/proc/self/fd/{own}").startswith(f"{self._root}{os.sep}"):  # noqa: PTH115
                raise NotADirectoryError(errno.ENOTDIR, "not below the scratch root", str(scratch))
            ruleset = self._ruleset()
            try:
                for rule in (self._rule(own, _SCRATCH), *self._rules):
                    self._landlock(445, ruleset, 1, rule, 0)
            except BaseException:
                os.close(ruleset)
                raise
        finally:
            os.close(own)
        return self._session, ruleset

    def close(self) -> None:
        """Close the session's descriptors."""
        for descriptor in (self._session, *self._around.values()):
            os.close(descriptor)

    def _permit(self, path: str, rights: int) -> None:
        """Allow rights in the session's ruleset, and remember what lies around the path."""
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            return  # not on this machine, or not for this user
        try:
            self._landlock(445, self._session, 1, self._rule(descriptor, rights), 0)
            real = str(Path(f"/proc/self/fd/{descriptor}").readlink())
        finally:
            os.close(descriptor)
        shared = os.path.commonpath((real, self._root))
        if real == shared:
            if rights == _SCRATCH:  # the scratch root itself
                return
            raise ValueError(f"{self._root} lies within {path}, which guests may read")
        # The highest place on the way that does not hold the scratch root as well.
        name = real.removeprefix(shared).lstrip("/").partition("/")[0]
        around = f"{shared.rstrip('/')}/{name}"
        if around not in self._around:
            self._around[around] = os.open(around, os.O_PATH | os.O_CLOEXEC)

    def _rule(self, descriptor: int, rights: int) -> bytes:
        """A rule of the kind LANDLOCK_RULE_PATH_BENEATH (1), for `landlock_add_rule` (445)."""
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _OF_FILES
        return struct.pack("=Qi", rights & self._handled, descriptor)

    @property
    def _handled(self) -> int:
        """The rights that this kernel knows, all of which are refused without a rule."""
        return (1 << (16 if self._version >= 5 else 12 + min(self._version, 3))) - 1

    def _newest(self) -> int:
        """The session's ruleset. Some kernels claim a version whose rights they do not know."""
        while True:
            try:
                return self._ruleset()
            except OSError as error:
                if error.errno != errno.EINVAL or self._version == 1:
                    raise
                self._version -= 1

    def _ruleset(self) -> int:
        """A ruleset without rules: no file, no TCP (4), no abstract socket, no signal (6)."""
        import fcntl

        attributes = struct.pack("=QQQ", self._handled, 3, 3)
        size = 24 if self._version >= 6 else 16 if self._version >= 4 else 8
        low = self._landlock(444, attributes, size, 0)
        try:
            return fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, 64)
        finally:
            os.close(low)

    def _landlock(self, number: int, *arguments: int | bytes | None) -> int:
        """Make a system call; an int is passed as 64 bits."""
        words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
        result: int = self._call(ctypes.c_long(number), *words)
        if result < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return result
