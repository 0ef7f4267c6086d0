"""Landlock rulesets: the files that a guest may open on Linux.

A rule's rights hold for a whole tree and add up, so the standard library is listed entry by entry:
a rule on its folder would open the packages installed below it, and with them the checks.

Constants and layouts come from `linux/landlock.h`.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import struct
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Landlock's rights are bits: a kernel knows 13, 14 (version 2), 15 (3), 16 (5). `_OF_FILES` are
# those that files can have, with execution (0) and ioctl on devices (15). `_SCRATCH` adds removing
# folders and files (4, 5) and making folders and files (7, 8). No guest is given devices (6, 11),
# sockets (9), FIFOs (10), symbolic links (12) or links between folders (13).
_WRITE, _READ, _READ_DIR, _TRUNCATE, _REFER = 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 13
_OF_FILES = 1 << 0 | _WRITE | _READ | _TRUNCATE | 1 << 15
_SCRATCH = _WRITE | _READ | _READ_DIR | _TRUNCATE | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8


class NoLandlock(Exception):
    """Landlock is not built in, not switched on, or forbidden by a container."""


class LandlockRules:
    """Landlock rulesets of a session: one for all guests, and a small one for each guest.

    The session's ruleset lists every readable file, about 250. A guest's own allows its scratch
    folder and, as wholes, the few folders around the readable files. A guest enters both and may
    do what both allow. Descriptors are 3 or higher, so that the file actions of `posix_spawn`,
    which copy pipes onto 0, 1 and 2, cannot overwrite them.

    :param files: paths that may be read, with all below; a path that does not exist is left out.
    :param folders: folders that may be listed, with those below.
    :param scratch_root: an existing folder; the guests' scratch folders are below.
    :raises NoLandlock: where there is none.
    :raises OSError: if the rules cannot be made for another reason.
    :raises ValueError: if a readable path holds the scratch root.
    """

    def __init__(self, files: Iterable[str], folders: Iterable[str], scratch_root: Path) -> None:
        self._call = ctypes.CDLL(None, use_errno=True).syscall
        self._root = scratch_root.resolve(strict=True)
        try:
            self._version = self._landlock(444, None, 0, 1)  # LANDLOCK_CREATE_RULESET_VERSION
            self._session = self._newest()
        except OSError as error:
            # EINVAL: older than it claims, down to version 1. Any other error, such as EMFILE, is
            # none that Landlock is absent by.
            if error.errno in {errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM, errno.EINVAL}:
                raise NoLandlock(str(error)) from error
            raise
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
        """Whether the rules also refuse signals to other processes (since version 6)."""
        return self._version >= 6

    def for_guest(self, scratch: Path) -> tuple[int, int]:
        """Return the descriptors of the session's ruleset and of a new one, for one guest.

        :param scratch: the guest's folder below the scratch root.
        :returns: the second is the caller's to close.
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
        """Allow rights on a path in the session's ruleset, and open the folder around it."""
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
        # The highest folder around the path that does not hold the scratch root as well.
        name = real.removeprefix(shared).lstrip("/").partition("/")[0]
        around = f"{shared.rstrip('/')}/{name}"
        if around not in self._around:
            self._around[around] = os.open(around, os.O_PATH | os.O_CLOEXEC)

    def _rule(self, descriptor: int, rights: int) -> bytes:
        """Return a `struct landlock_path_beneath_attr`, for `landlock_add_rule` (445)."""
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _OF_FILES
        return struct.pack("=Qi", rights & self._handled, descriptor)

    @property
    def _handled(self) -> int:
        """The rights that this kernel knows; without a rule they are all refused."""
        return (1 << (16 if self._version >= 5 else 12 + min(self._version, 3))) - 1

    def _newest(self) -> int:
        """Return a new ruleset of the newest version that this kernel really has."""
        while True:  # some kernels claim a version whose rights they do not know
            try:
                return self._ruleset()
            except OSError as error:
                if error.errno != errno.EINVAL or self._version == 1:
                    raise
                self._version -= 1

    def _ruleset(self) -> int:
        """Return a ruleset without rules: no file, no TCP (4), no abstract socket, no signal (6)."""
        attributes = struct.pack("=QQQ", self._handled, 3, 3)
        size = 24 if self._version >= 6 else 16 if self._version >= 4 else 8
        return _out_of_the_way(self._landlock(444, attributes, size, 0))

    def _landlock(self, number: int, *arguments: int | bytes | None) -> int:
        """Make a system call of Landlock's; an int is passed as 64 bits.

        :raises OSError: when the call fails.
        """
        words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
        result: int = self._call(ctypes.c_long(number), *words)
        if result < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return result


def _out_of_the_way(descriptor: int) -> int:
    """Return a descriptor of the same thing far from those that a guest gets; close the given one.

    A guest's streams then have the same numbers with every session. Where the limit on open files
    leaves no room there, 3 or higher has to do.
    """
    import fcntl

    try:
        for lowest in (64, 3):
            with contextlib.suppress(OSError):  # EINVAL: not below the limit
                return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, lowest)
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    finally:
        os.close(descriptor)
