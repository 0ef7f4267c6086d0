"""What has come from one guest: frames of replies, and what it printed.

Both pipes are read together, so that a flood on one cannot hold up the other, and
nothing is waited for longer than asked. On POSIX systems one thread polls both:
handing bytes from thread to thread costs more than the rest of a request. Windows
cannot poll a pipe, so there each pipe has a thread.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import IO, Protocol

from grader.channel.outcomes import Died, Garbled
from grader.channel.replies import FrameDecoder
from grader.model import Limits

CLOSED = Died(how="line closed")
"""Stands in the inbox where the guest has closed its end of the replies."""

Item = bytes | Garbled | Died

_CHUNK = 1 << 16
_PENDING_FRAMES = 4

_LAST_SECONDS = 0.5
"""How long a thread may take to read what a guest that has ended has left."""


class StreamReader(Protocol):
    """What `grader.channel.guest_process` needs: the next item, and what was printed."""

    printed: CapturedOutput

    def next(self, seconds: float) -> Item | None:
        """Return the next item; None when there is none after so many seconds."""
        ...

    def close(self) -> None:
        """Read what is left of the output of a guest that has ended, and close both pipes."""
        ...


class CapturedOutput:
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


class PendingItems:
    """What waits to be asked for, and when more of it ends a guest.

    A guest answers one request at a time, so few frames can wait honestly; one that sends
    frame after frame, or no frames at all, or prints without end is told of first.
    """

    def __init__(self, printed: CapturedOutput) -> None:
        self._printed = printed
        self._frames = FrameDecoder()
        self._items: deque[Item] = deque()

    def __bool__(self) -> bool:
        return bool(self._items)

    def pop(self) -> Item:
        """Return what is told first."""
        return self._items.popleft()

    def replied(self, data: bytes) -> bool:
        """Take bytes from the line of replies, none at its end; say whether to read on."""
        if not data:
            self._items.append(CLOSED)
            return False
        frames = list(self._frames.feed(data))
        self._items.extend(frames)
        if len(self._items) > _PENDING_FRAMES:
            self._items.appendleft(Garbled(what="sent frame after frame"))
            return False
        return not any(isinstance(frame, Garbled) for frame in frames)

    def was_printed(self, data: bytes) -> bool:
        """Take bytes of output, none at its end; say whether to read on."""
        if not data:
            return False
        if not self._printed.add(data):
            self._items.appendleft(Died(how="output"))
            return False
        return True


class PollingStreamReader:
    """Reads both pipes when it is asked for the next item.

    :param replies: the guest's end of replies.
    :param output: its standard output and error.
    """

    def __init__(self, replies: IO[bytes], output: IO[bytes], limits: Limits) -> None:
        self.printed = CapturedOutput(limits)
        self._pending = PendingItems(self.printed)
        self._pipes = (replies, output)
        self._takers = {
            replies.fileno(): self._pending.replied,
            output.fileno(): self._pending.was_printed,
        }
        self._poll = select.poll()
        for descriptor in self._takers:
            os.set_blocking(descriptor, False)
            self._poll.register(descriptor, select.POLLIN)

    def next(self, seconds: float) -> Item | None:
        """Return the next item; None when there is none after so many seconds."""
        deadline = time.monotonic() + seconds
        left = seconds
        while True:
            if not self._pending:
                for descriptor, _ in self._poll.poll(max(left, 0) * 1000):
                    self._read(descriptor)
            if self._pending:
                return self._pending.pop()
            left = deadline - time.monotonic()
            if left <= 0:
                return None

    def close(self) -> None:
        """Read what is left of the output, as far as it is there, and close both pipes."""
        output = self._pipes[1]
        while not output.closed and self._read(output.fileno()):
            pass
        for pipe in self._pipes:
            pipe.close()

    def _read(self, descriptor: int) -> bool:
        """Take one chunk from a pipe; say whether there may be more."""
        try:
            data = os.read(descriptor, _CHUNK)
        except BlockingIOError:
            return False
        except OSError:  # as good as its end
            data = b""
        if self._takers[descriptor](data):
            return True
        with contextlib.suppress(KeyError):
            self._poll.unregister(descriptor)
        return False


class ThreadedStreamReader:
    """Reads each pipe in a thread of its own, until it ends or no more of it is wanted.

    A pipe stays open until `close`: a guest that finds its line broken would print that.

    :param replies: the guest's end of replies.
    :param output: its standard output and error.
    """

    def __init__(self, replies: IO[bytes], output: IO[bytes], limits: Limits) -> None:
        self.printed = CapturedOutput(limits)
        self._pending = PendingItems(self.printed)
        self._arrived = threading.Condition()
        self._pipes = (replies, output)
        self._threads = [
            threading.Thread(target=self._read, args=(pipe, take), daemon=True)
            for pipe, take in (
                (replies, self._pending.replied),
                (output, self._pending.was_printed),
            )
        ]
        for thread in self._threads:
            thread.start()

    def next(self, seconds: float) -> Item | None:
        """Return the next item; None when there is none after so many seconds."""
        with self._arrived:
            arrived = self._arrived.wait_for(lambda: bool(self._pending), max(seconds, 0.0))
            return self._pending.pop() if arrived else None

    def close(self) -> None:
        """Wait a moment for the threads to read what is left, and close both pipes."""
        for thread, pipe in zip(self._threads, self._pipes, strict=True):
            thread.join(_LAST_SECONDS)
            if not thread.is_alive():  # one that reads yet ends with the guest
                pipe.close()

    def _read(self, pipe: IO[bytes], take: Callable[[bytes], bool]) -> None:
        wanted = True
        while wanted:
            try:
                data = pipe.read(_CHUNK)
            except (OSError, ValueError):  # as good as its end
                data = b""
            with self._arrived:
                wanted = take(data)
                self._arrived.notify()


def stream_reader_for(replies: IO[bytes], output: IO[bytes], limits: Limits) -> StreamReader:
    """Return the inbox that this platform can have."""
    if sys.platform == "win32":
        return ThreadedStreamReader(replies, output, limits)
    return PollingStreamReader(replies, output, limits)


def wait_writable(descriptor: int, seconds: float) -> None:
    """Wait until a pipe takes more, or has no reader, but no longer than *seconds*; not on Windows."""
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    poll.poll(seconds * 1000)
