"""A guest's process and the exchange of messages with it.

A guest may answer, raise, hang, crash, flood, forge or fall silent; each becomes an `Outcome`. A
reply must carry the nonce of the one open message, an unrequested frame is garbled, and waiting
is bounded by the host's clock alone. `grader.channel.streams` reads the bytes,
`grader.channel.replies` decodes them.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.channel.outcomes import Died, Garbled, Outcome, TimedOut
from grader.channel.replies import (
    GuestReply,
    GuestRequest,
    Wanted,
    ended_by,
    pack,
    read_frame,
    read_reply,
)
from grader.channel.streams import CLOSED, stream_reader_for, wait_writable
from grader.errors import Fault
from grader.model import Limits
from grader.sandbox.confinement import Confinement
from grader.sandbox.interpreters import Interpreter, start_fault
from grader.sandbox.launch import ChildProcess, is_our_version, prop_code, spawn
from grader.sandbox.scratch import is_overfull

START_SECONDS = 30.0
"""Time limit for an interpreter to start and seal itself. Beyond it the fault is ours."""

_LOOK_SECONDS = 0.05
"""Interval at which the scratch folder of a working guest is measured."""

_LAST_SECONDS = 0.25
"""Time limit for a guest that has closed its replies to end by itself."""


class GuestProcess:
    """One live guest: its process, its pipes and its printed output.

    :param interpreter: the Python that the guest runs on.
    :param program: from `grader.sandbox.launch.program_for` for that interpreter.
    :param folder: the guest's scratch folder.
    :param name: module name of the learner's file.
    :param seed: the attempt's seed; fixes the order of sets of strings.
    :raises Fault: when its process cannot be started.
    :ivar python: the guest's version, such as `3.12.1`; empty before `hello`.
    :ivar layers: protection to mechanism, as the guest reported it; empty before `hello`.
    :ivar waited: seconds that the host has waited for the learner's code, and for requests that read it.
    """

    def __init__(
        self,
        *,
        interpreter: Interpreter,
        program: bytes,
        confinement: Confinement,
        folder: Path,
        name: str,
        seed: str,
        limits: Limits,
    ) -> None:
        self._limits = limits
        self._folder = folder
        self._remaining = limits.seconds
        self._looked = 0.0
        self.waited = 0.0
        self._ended: Outcome | None = None
        self._fault: Fault | None = None
        self._nonce = secrets.token_hex(8)
        self._takes_code = is_our_version(interpreter)
        self.python = ""
        self._loaded = False
        self.layers: Mapping[str, str] = {}
        self._confinement = confinement
        plan = confinement.for_guest(folder)
        try:
            self._process: ChildProcess = spawn(interpreter.executable, folder, seed, plan)
        except OSError as error:
            raise start_fault(error) from error
        finally:
            plan.close()
        self._outside = confinement.limit(self._process.pid)
        replies, output = self._process.stdout, self._process.stderr
        assert replies is not None
        assert output is not None
        self._streams = stream_reader_for(replies, output, limits)
        config = {
            "filename": f"{name}.py",
            "name": name,
            "folder": str(folder),
            "nonce": self._nonce,
            "twins": f"m{secrets.token_hex(3)}",
            "seal": plan.plan,
        }
        if sys.platform != "win32":  # see `_written`
            assert self._process.stdin is not None
            os.set_blocking(self._process.stdin.fileno(), False)
        self._written(program + _framed(marshal.dumps(config, 2)), START_SECONDS)

    def hello(self) -> None:
        """Wait for the guest's first frame, which reports its protections.

        :raises Fault: when the guest does not start, or lacks a protection that this machine offers;
            the same again for a guest that has failed so before.
        """
        if self.python:
            return
        if self._fault is None:
            self._fault = self._read_hello()
        if self._fault is not None:
            self.end()
            raise self._fault

    def _read_hello(self) -> Fault | None:
        """Read the first frame; return why the guest cannot be used."""
        frame = self._next_frame(START_SECONDS)
        body = read_frame(frame, self._nonce) if isinstance(frame, bytes) else None
        if not isinstance(body, dict) or body.get("k") != "hello":
            self.end()  # reads what it has printed, and how it ended
            shown = self.printed.strip()[-300:]
            return Fault(
                f"a guest interpreter did not start ({self._how_it_ended()}) {shown}".rstrip(),
                "Run `grade doctor`; it tries each part of a guest's start on its own.",
            )
        layers = body.get("layers")
        self.layers = self._outside | (layers if isinstance(layers, dict) else {})
        lacking = self._confinement.missing(self.layers)
        if lacking:
            return Fault(
                f"a guest reported fewer protections than this machine gives: {', '.join(lacking)}",
                "Run `grade doctor`; it says which protections hold here.",
            )
        self.python = str(body.get("python"))
        return None

    def allow(self, seconds: float) -> None:
        """Set the time that the host will wait for this guest in all, from loading the file on.

        A request that reads the file before (`GuestRequest.reads_file`) takes of the same time.
        """
        self._remaining = seconds

    def ask(
        self, operation: str, *arguments: object, wanted: Wanted = Wanted.COPY_AND_HANDLE
    ) -> Outcome:
        """Send one request and return its outcome; see `exchange`.

        :param wanted: a member for which there is an answer.
        """
        asked = GuestRequest(operation=operation, arguments=arguments, wanted=wanted)
        reply = self.exchange([asked])
        return reply.answers[0] if reply.ended is None else reply.ended

    def exchange(self, requests: Sequence[GuestRequest]) -> GuestReply:
        """Send a message and return the reply. An outcome other than returned or raised ends the guest.

        :param requests: at least one. Learner code is called in the last one, if in any.
        :raises Fault: as `hello`.
        """
        self.hello()
        if self._ended is not None:
            return ended_by(self._ended, requests)
        nonce = secrets.token_hex(8)
        if any(request.operation in ("compile", "load") for request in requests):
            self._loaded, self._looked = True, time.monotonic()
        began = time.monotonic()
        is_timed = self._loaded or any(request.reads_file for request in requests)
        left = self._remaining if is_timed else START_SECONDS
        message = (nonce, [self._packed(one) for one in requests])
        # Code may hold a slice from Python 3.14 on, which needs marshal's version 5. Where there is
        # code, the guest's Python is ours; any other reads version 2.
        asked = _framed(marshal.dumps(message, marshal.version if self._takes_code else 2))
        frame = self._written(asked, left) or self._next_frame(left - time.monotonic() + began)
        if is_timed:
            waited = time.monotonic() - began
            self._remaining -= waited
            self.waited += waited
        if not isinstance(frame, bytes):
            return ended_by(self._end_with(frame), requests)
        reply = read_reply(frame, nonce, requests)
        if isinstance(reply.ended, Garbled):
            self._end_with(reply.ended)
        return reply

    def _packed(self, request: GuestRequest) -> tuple[object, ...]:
        """Return a request in the form that `grader.guest.serve` reads."""
        arguments = request.arguments
        if request.operation == "run" and self._takes_code:
            arguments = (prop_code(str(arguments[0])), *arguments[1:])
        packed = tuple(map(pack, arguments))
        return request.operation, packed, request.wanted.value, request.keep_as

    @property
    def printed(self) -> str:
        """The printed output, cut at the limit; bytes that are not UTF-8 are escaped.

        The path of the scratch folder, which differs from run to run, is replaced by `.`.
        """
        printed = self._streams.printed
        shown = bytes(printed.kept).decode("utf-8", "backslashreplace")
        shown = shown.replace(str(self._folder), ".")
        dropped = printed.total - len(printed.kept)
        return shown + (f"\n… and {dropped} bytes more" if dropped > 0 else "")

    def kill(self) -> None:
        """Kill the guest without reaping it; `end` does both."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if sys.platform == "win32":
                    self._process.kill()
                else:  # the guest leads a session, so what it may have started is in its group
                    os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Kill the guest, reap it and close its pipes. May be called twice."""
        if self._process.returncode is None:
            self.kill()
            self._process.kill()
            self._process.wait()
        self._streams.close()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _end_with(self, outcome: Outcome) -> Outcome:
        self._ended = outcome
        self.end()
        return outcome

    def _written(self, data: bytes, seconds: float) -> Died | TimedOut | None:
        """Write to the guest, within a time limit.

        A guest may fill the pipe of its own requests, whose other end it can open in /proc.

        :returns: the outcome that ends the guest; None when all is written or the guest is gone,
            which is noticed where the reply is awaited.
        """
        pipe = self._process.stdin
        assert pipe is not None
        view, deadline = memoryview(data), time.monotonic() + seconds
        with contextlib.suppress(OSError):
            while view := view[pipe.write(view) or 0 :]:
                left = deadline - time.monotonic()
                if left <= 0:
                    return TimedOut(seconds=self._limits.seconds)
                if self._stores_too_much():
                    return Died(how="disk")
                wait_writable(pipe.fileno(), min(left, _LOOK_SECONDS))
        return None

    def _next_frame(self, seconds: float) -> bytes | Died | Garbled | TimedOut:
        deadline = time.monotonic() + seconds
        while True:
            left = max(deadline - time.monotonic(), 0.0)
            item = self._streams.next(min(left, _LOOK_SECONDS))
            if self._stores_too_much():
                return Died(how="disk")
            if item is not None:
                left = max(deadline - time.monotonic(), 0.0)
                return item if isinstance(item, bytes) else self._final(item, left)
            if left <= _LOOK_SECONDS:
                return TimedOut(seconds=self._limits.seconds)

    def _final(self, item: Died | Garbled, seconds: float) -> Died | Garbled:
        """Return *item*; or how the guest ended, where its replies have just been closed.

        :param seconds: that are left to wait.
        """
        if item != CLOSED:
            return item
        try:
            self._process.wait(min(seconds, _LAST_SECONDS))
        except subprocess.TimeoutExpired:
            return CLOSED
        return Died(how=self._how_it_ended())

    def _stores_too_much(self) -> bool:
        """Return whether the scratch folder is overfull; measured now and then, once a file is loaded."""
        now = time.monotonic()
        if not self._loaded or now - self._looked < _LOOK_SECONDS / 2:
            return False
        self._looked = now
        return is_overfull(self._folder, self._limits.scratch_total)

    def _how_it_ended(self) -> str:
        code = self._process.returncode
        if code is None or code >= 0:
            return f"exit status {code}"
        with contextlib.suppress(ValueError):
            return f"signal {signal.Signals(-code).name}"
        return f"signal {-code}"


def _framed(data: bytes) -> bytes:
    """Return *data* as a frame: its length in four bytes, then itself."""
    return len(data).to_bytes(4, "little") + data
