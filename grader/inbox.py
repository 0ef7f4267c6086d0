"""What has come from one guest: frames of replies, and what it printed.

Both pipes are read together, so that a flood on one cannot hold up the other, and
nothing is waited for longer than asked. On POSIX systems one thread polls both:
handing bytes from thread to thread costs more than the rest of a request. Windows
cannot poll a pipe, so there each pipe has a thread.
"""

from __future__ import annotations

import contextlib
import os
import queue
import select
import sys
import threading
import time
from collections import deque
from typing import IO, Protocol

from grader.model import Limits
from grader.outcomes import Died, Garbled
from grader.replies import Frames

CLOSED = Died(how="line closed")
"""Stands in the inbox where the guest has closed its end of the replies."""

Item = bytes | Garbled | Died

_CHUNK = 1 << 16
_PENDING_FRAMES = 4


class Inbox(Protocol):
    """What `grader.channel` needs: the next item, and what was printed."""

    printed: Printed

    def next(self, seconds: float) -> Item | None:
        """Return the next item; None when there is none after so many seconds."""
        ...

    def close(self) -> None:
        """Read what is left of the output of a guest that has ended, and close both pipes."""
        ...


class Printed:
    """The beginning of what a guest printed, and how much it was in all.

    :ivar total: bytes, those that were not kept included.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.kept = bytearray()
        self.total = 0

    def add(self, data: bytes) -> bool:
        """Take more output; say whether it is within the limit that ends a guest."""
        self.total += len(data)
        self.kept += data[: max(self._limits.output_kept - len(self.kept), 0)]
        return self.total <= self._limits.output_total


class PolledInbox:
    """Reads both pipes when it is asked for the next item.

    :param replies: the guest's end of replies.
    :param output: its standard output and error.
    """

    def __init__(self, replies: IO[bytes], output: IO[bytes], limits: Limits) -> None:
        self.printed = Printed(limits)
        self._pipes = {pipe.fileno(): pipe for pipe in (replies, output)}
        self._replies = replies.fileno()
        self._frames = Frames()
        self._items: deque[Item] = deque()
        self._poll = select.poll()
        for descriptor in self._pipes:
            os.set_blocking(descriptor, False)
            self._poll.register(descriptor, select.POLLIN)

    def next(self, seconds: float) -> Item | None:
        """Return the next item; None when there is none after so many seconds."""
        deadline = time.monotonic() + seconds
        left = seconds
        while True:
            if not self._items:
                for descriptor, _ in self._poll.poll(max(left, 0) * 1000):
                    self._read(descriptor)
            if self._items:
                return self._items.popleft()
            left = deadline - time.monotonic()
            if left <= 0:
                return None

    def close(self) -> None:
        """Read what is left of the output, as far as it is there, and close both pipes."""
        for descriptor, pipe in self._pipes.items():
            while descriptor != self._replies and self._read(descriptor):
                pass
            pipe.close()
        self._pipes = {}

    def _read(self, descriptor: int) -> bool:
        """Take one chunk from a pipe; say whether there may be more."""
        try:
            data = os.read(descriptor, _CHUNK)
        except BlockingIOError:
            return False
        except OSError:  # as good as its end
            data = b""
        if not data:
            with contextlib.suppress(KeyError):
                self._poll.unregister(descriptor)
            if descriptor == self._replies:
                self._items.append(CLOSED)
        elif descriptor != self._replies:
            if not self.printed.add(data):
                self._items.appendleft(Died(how="output"))
                return False
        else:
            self._items.extend(self._frames.feed(data))
            if len(self._items) > _PENDING_FRAMES:
                self._items.appendleft(Garbled(what="sent frame after frame"))
        return bool(data)


class ThreadedInbox:
    """Reads each pipe in a thread of its own; the threads end with their pipes."""

    def __init__(self, replies: IO[bytes], output: IO[bytes], limits: Limits) -> None:
        self.printed = Printed(limits)
        self._items: queue.SimpleQueue[Item] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._read_replies, args=(replies,), daemon=True),
            threading.Thread(target=self._read_output, args=(output,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def next(self, seconds: float) -> Item | None:
        """Return the next item; None when there is none after so many seconds."""
        try:
            return self._items.get(timeout=max(seconds, 0.0))
        except queue.Empty:
            return None

    def close(self) -> None:
        """Wait a moment for the threads to read what is left."""
        for thread in self._threads:
            thread.join(0.5)

    def _read_replies(self, pipe: IO[bytes]) -> None:
        frames = Frames()
        with pipe:
            while data := pipe.read(_CHUNK):
                for frame in frames.feed(data):
                    self._items.put(frame)
                    if isinstance(frame, Garbled) or self._items.qsize() > _PENDING_FRAMES:
                        self._items.put(Garbled(what="sent frame after frame"))
                        return
        self._items.put(CLOSED)

    def _read_output(self, pipe: IO[bytes]) -> None:
        with pipe:
            while data := pipe.read(_CHUNK):
                if not self.printed.add(data):
                    self._items.put(Died(how="output"))
                    return


def inbox_for(replies: IO[bytes], output: IO[bytes], limits: Limits) -> Inbox:
    """Return the inbox that this platform can have."""
    if sys.platform == "win32":
        return ThreadedInbox(replies, output, limits)
    return PolledInbox(replies, output, limits)
