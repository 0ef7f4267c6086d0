"""Guests for a session: one for every check, never reused, each with a scratch folder of its own.

The next guest may be started ahead, while a check is still at work with its own:
an interpreter that has started and sealed itself waits for the learner's file,
so nothing of one attempt is in it yet.
"""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from grader.channel.guest_process import GuestProcess
from grader.errors import UsageError
from grader.model import AS_AVAILABLE, Attempt, Limits, Policy
from grader.sandbox.confinement import prepare, unenforced
from grader.sandbox.interpreters import interpreter_facts
from grader.sandbox.launch import program_for
from grader.sandbox.processors import usable_processors
from grader.sandbox.scratch import remove


class GuestPool:
    """Starts guests in the order in which checks will want them.

    :param executable: the guest's interpreter.
    :param root: an empty folder; each guest's scratch folder is made in it.
    :param policy: what must be enforced; see `require_confinement`.

    A guest dies with the thread that started it (`grader.guest.seal`), so only a thread that
    outlives them all may call this; in an examiner that is the main one.
    """

    def __init__(
        self,
        executable: str,
        root: Path,
        limits: Limits,
        policy: Policy = AS_AVAILABLE,
    ) -> None:
        self._root = root
        self._limits = limits
        self._ahead = 0
        self._crowded = len(usable_processors()) == 1
        self._count = 0
        self._upcoming: deque[Attempt] = deque()
        self._waiting: deque[tuple[Attempt, GuestProcess, Path]] = deque()
        self._interpreter = interpreter_facts(executable)
        self._program = program_for(self._interpreter)
        self._policy = policy
        self._live: set[GuestProcess] = set()
        self._starting = threading.Lock()
        self._confinement = prepare(self._interpreter, root, limits, available=policy.available)

    def expect(self, attempts: list[Attempt], ahead: int) -> None:
        """Say whose guests will be wanted, one for each check, in order.

        :param ahead: how many to start before they are wanted; none where a single processor
            is to be used, on which they would only be in the way.
        """
        self._upcoming, self._ahead = deque(attempts), 0 if self._crowded else ahead
        self._start_ahead()

    def require_confinement(self, attempt: Attempt) -> None:
        """Start the first guest and see whether it has every protection that the policy wants.

        It holds nothing of the learner's yet, and is the guest of *attempt*'s first check.

        :raises UsageError: when one is not enforced here.
        """
        if not self._waiting:
            self._waiting.append((attempt, *self._start(attempt)))
        guest = self._waiting[0][1]
        guest.hello()
        lacking = [name for name in unenforced(guest.layers) if name in self._policy.required]
        if lacking:
            self.dismiss()
            raise UsageError(
                f"learner code would run unconfined here; not enforced: {', '.join(lacking)}",
                "Run `grade doctor` to see what is missing. If you trust the code as you trust "
                "your own, add --allow-unconfined.",
            )

    @contextlib.contextmanager
    def guest(self, attempt: Attempt) -> Iterator[tuple[GuestProcess, Path]]:
        """Give a guest for one check of *attempt*, and leave nothing of it behind."""
        while self._upcoming and not _alike(self._upcoming.popleft(), attempt):
            pass
        while self._waiting and not _alike(self._waiting[0][0], attempt):
            self._dismiss(*self._waiting.popleft()[1:])
        guest, folder = self._waiting.popleft()[1:] if self._waiting else self._start(attempt)
        try:
            guest.hello()
            self._start_ahead()
            yield guest, folder
        finally:
            self._dismiss(guest, folder)

    @contextlib.contextmanager
    def another(self, attempt: Attempt) -> Iterator[GuestProcess]:
        """Give a guest that was not expected, and leave nothing of it behind."""
        guest, folder = self._start(attempt)
        try:
            yield guest
        finally:
            self._dismiss(guest, folder)

    def forgo(self, attempt: Attempt) -> None:
        """Do without one guest that was expected for *attempt*."""
        if self._upcoming and _alike(self._upcoming[0], attempt):
            self._upcoming.popleft()

    def dismiss(self) -> None:
        """End every guest that is still waiting; no other is expected."""
        self._upcoming.clear()
        while self._waiting:
            self._dismiss(*self._waiting.popleft()[1:])

    def close(self) -> None:
        """End every guest that is still waiting, and the sandbox's session."""
        self.dismiss()
        self._confinement.close()

    def abandon(self) -> None:
        """Kill every guest at once and start no other; the process is about to end.

        May be called by another thread than the one that works here, which it stops.
        """
        self._starting.acquire()  # never given back
        for guest in self._live:
            guest.kill()

    def _start_ahead(self) -> None:
        for attempt in itertools.islice(self._upcoming, len(self._waiting), self._ahead):
            self._waiting.append((attempt, *self._start(attempt)))

    def _start(self, attempt: Attempt) -> tuple[GuestProcess, Path]:
        self._count += 1
        folder = self._root / f"{self._count:06d}"
        folder.mkdir(mode=0o700)
        with self._starting:
            guest = GuestProcess(
                interpreter=self._interpreter,
                program=self._program,
                confinement=self._confinement,
                folder=folder,
                name=attempt.exercise.slug,
                seed=attempt.seed,
                limits=self._limits,
            )
            self._live.add(guest)
        return guest, folder

    def _dismiss(self, guest: GuestProcess, folder: Path) -> None:
        guest.end()
        with self._starting:
            self._live.discard(guest)
        # A file that its owner made immutable, say, on macOS. The session's folder goes at the end.
        with contextlib.suppress(OSError):
            remove(folder)


def _alike(one: Attempt, other: Attempt) -> bool:
    """Whether a guest started for *one* serves *other*: it holds a name and a seed, no file."""
    return (one.exercise.slug, one.seed) == (other.exercise.slug, other.seed)
