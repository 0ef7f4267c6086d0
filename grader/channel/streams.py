"""Readers of the two pipes from a guest: frames of replies, and printed output.

Both pipes are read together, so that a flood on one cannot hold up the other. On POSIX systems one
thread polls both, because handing bytes from thread to thread would cost more than the rest of a
request. Windows cannot poll a pipe, so there each pipe has a thread.
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
from typing import IO

from grader.channel.outcomes import Died, Garbled
from grader.channel.replies import FrameDecoder
from grader.model import Limits

CLOSED = Died(how="line closed")
"""The item after the last frame, where the guest has closed its end of the replies."""

Item = bytes | Garbled | Died
"""A frame, or the outcome that ends the guest."""

_CHUNK = 1 << 16
_PENDING_FRAMES = 4

_LAST_SECONDS = 0.5
"""Time limit for a thread to read the rest of the output of a guest that has ended."""


class CapturedOutput:
    """A guest's printed output: the first bytes, and the number of all.

    :ivar kept: the first bytes, up to `Limits.output_kept`.
    :ivar total: number of all bytes, also of those not kept.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.kept = bytearray()
        self.total = 0

    def add(self, data: bytes) -> bool:
        """Add output; return False where it is more than a guest may print (`Limits.output_total`)."""
        self.total += len(data)
        self.kept += data[: max(self._limits.output_kept - len(self.kept), 0)]
        return self.total <= self._limits.output_total


class PendingItems:
    """Queue of the items that have been read and not yet been asked for.

    A guest answers one request at a time, so an honest one has few frames waiting. Outcomes that
    end a guest, for too many frames or too much output, go to the head of the queue.
    """

    def __init__(self, printed: CapturedOutput) -> None:
        self._printed = printed
        self._frames = FrameDecoder()
        self._items: deque[Item] = deque()

    def __bool__(self) -> bool:
        return bool(self._items)

    def pop(self) -> Item:
        """Remove and return the head of the queue."""
        return self._items.popleft()

    def replied(self, data: bytes) -> bool:
        """Add bytes from the pipe of replies; return whether to read on.

        :param data: empty at the end of the pipe.
        """
        if not data:
            self._items.append(CLOSED)
            return False
        frames = list(self._frames.feed(data))
        self._items.extend(frames)
        if len(self._items) > _PENDING_FRAMES:
            self._items.appendleft(Garbled(violation="sent frame after frame"))
            return False
        return not any(isinstance(frame, Garbled) for frame in frames)

    def was_printed(self, data: bytes) -> bool:
        """Add bytes of output; return whether to read on.

        :param data: empty at the end of the pipe.
        """
        if not data:
            return False
        if not self._printed.add(data):
            self._items.appendleft(Died(how="output"))
            return False
        return True


class PollingStreamReader:
    """Reader that polls both pipes, in the calling thread, when the next item is asked for.

    :param replies: pipe of the guest's replies.
    :param output: pipe of its standard output and error.
    :ivar printed: the output read so far.
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
        """Return the next item, or None after *seconds* without one."""
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
        """Read the rest of the output without waiting for more, and close both pipes."""
        output = self._pipes[1]
        while not output.closed and self._read(output.fileno()):
            pass
        for pipe in self._pipes:
            pipe.close()

    def _read(self, descriptor: int) -> bool:
        """Read one chunk from a pipe; return whether there may be more."""
        try:
            data = os.read(descriptor, _CHUNK)
        except BlockingIOError:
            return False
        except OSError:  # the same as the end of the pipe
            data = b""
        if self._takers[descriptor](data):
            return True
        with contextlib.suppress(KeyError):
            self._poll.unregister(descriptor)
        return False


class ThreadedStreamReader:
    """Reader with a thread for each pipe, which reads until the end or the limit.

    The pipes stay open until `close`: a guest whose pipe is broken would print an error about it.

    :param replies: pipe of the guest's replies.
    :param output: pipe of its standard output and error.
    :ivar printed: the output read so far.
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
        """Return the next item, or None after *seconds* without one."""
        with self._arrived:
            arrived = self._arrived.wait_for(lambda: bool(self._pending), max(seconds, 0.0))
            return self._pending.pop() if arrived else None

    def close(self) -> None:
        """Wait a moment for the threads to read the rest, and close both pipes."""
        for thread, pipe in zip(self._threads, self._pipes, strict=True):
            thread.join(_LAST_SECONDS)
            if not thread.is_alive():  # a thread that still reads ends with the guest
                pipe.close()

    def _read(self, pipe: IO[bytes], take: Callable[[bytes], bool]) -> None:
        wanted = True
        while wanted:
            try:
                data = pipe.read(_CHUNK)
            except (OSError, ValueError):  # the same as the end of the pipe
                data = b""
            with self._arrived:
                wanted = take(data)
                self._arrived.notify()


StreamReader = PollingStreamReader | ThreadedStreamReader


def stream_reader_for(replies: IO[bytes], output: IO[bytes], limits: Limits) -> StreamReader:
    """Return the reader that this platform supports."""
    if sys.platform == "win32":
        return ThreadedStreamReader(replies, output, limits)
    return PollingStreamReader(replies, output, limits)


def wait_writable(descriptor: int, seconds: float) -> None:
    """Wait until a pipe takes more or has no reader, for *seconds* at most; not on Windows."""
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    poll.poll(seconds * 1000)
