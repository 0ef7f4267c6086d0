"""The guests of an examiner: one for every check, never reused, each with its own scratch folder.

Guests for the next checks may be started ahead, while a check is at work with its own. A guest
started ahead has sealed itself and waits for the learner's file, so it holds nothing of any attempt.
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
    """Starts guests in the order in which checks will need them.

    A guest dies with the thread that started it (`grader.guest.seal`), so only a thread that
    outlives all guests may use this; in an examiner that is the main thread.

    :param executable: the guests' interpreter.
    :param root: an empty folder; each guest's scratch folder is made in it.
    :param policy: the protections to try and those to require; see `require_confinement`.
    :raises UsageError: where the interpreter cannot be used.
    """

    def __init__(
        self,
        executable: str,
        root: Path,
        limits: Limits,
        policy: Policy = AS_AVAILABLE,
    ) -> None:
        self._root = root.resolve()  # as guests see it: on macOS /var is /private/var
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

    def announce(self, attempts: list[Attempt], ahead: int) -> None:
        """Announce the guests that will be needed.

        :param attempts: one for each guest, in order: an attempt stands there once for each check.
        :param ahead: guests to start before they are needed. None are with a single processor,
            which they would only take from the check at work.
        """
        self._upcoming, self._ahead = deque(attempts), 0 if self._crowded else ahead
        self._start_ahead()

    def require_confinement(self, attempt: Attempt) -> None:
        """Start the guest of *attempt*'s first check, and compare its protections with the policy.

        :raises UsageError: when a protection that the policy requires is not enforced here.
        """
        if not self._waiting:
            self._waiting.append((attempt, *self._start(attempt)))
        guest = self._waiting[0][1]
        guest.hello()
        lacking = [name for name in unenforced(guest.layers) if name in self._policy.required]
        if lacking:
            self.cancel_all()
            raise UsageError(
                f"learner code would run unconfined here; not enforced: {', '.join(lacking)}",
                "Run `grade doctor` to see what is missing. If you trust the code as you trust "
                "your own, add --allow-unconfined.",
            )

    @contextlib.contextmanager
    def guest(self, attempt: Attempt) -> Iterator[tuple[GuestProcess, Path]]:
        """Provide a guest for one check of *attempt*, and its scratch folder; both end with the block."""
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
        """Provide a guest that was not announced; it ends with the block."""
        guest, folder = self._start(attempt)
        try:
            yield guest
        finally:
            self._dismiss(guest, folder)

    def cancel(self, attempt: Attempt) -> None:
        """Cancel one guest of *attempt* that `announce` announced, because its check needs none."""
        if self._upcoming and _alike(self._upcoming[0], attempt):
            self._upcoming.popleft()

    def cancel_all(self) -> None:
        """End every guest that was started ahead, and cancel those that `announce` announced."""
        self._upcoming.clear()
        while self._waiting:
            self._dismiss(*self._waiting.popleft()[1:])

    def close(self) -> None:
        """End every guest that was started ahead, and close the session's confinement."""
        self.cancel_all()
        self._confinement.close()

    def abandon(self) -> None:
        """Kill every guest at once and start no other; for a process that is about to end.

        May be called by any thread; the thread that uses the pool blocks at its next guest.
        """
        self._starting.acquire()  # never released
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
        # It may fail on macOS, where an owner can make files immutable. The examiner's whole folder
        # is removed at the end.
        with contextlib.suppress(OSError):
            remove(folder)


def _alike(one: Attempt, other: Attempt) -> bool:
    """Return whether a guest started for *one* serves *other*: it holds a name and a seed, no file."""
    return (one.exercise.slug, one.seed) == (other.exercise.slug, other.seed)
