"""Beyond one machine: a real Dask scheduler and real workers, over loopback TCP."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.batch_process import finish, start, wait_for
from support.grading import run
from support.processes import descendants, still_running
from support.small_classes import rows, same, write_class

from grader.batch.dask_workers import AbsenceTimer
from grader.gradebook.store import Gradebook

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("distributed", reason="needs the extra `cluster`")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="watches processes in /proc")


@dataclass(frozen=True, slots=True)
class Dask:
    """A scheduler or a worker, and the file with what it says."""

    process: subprocess.Popen[bytes]
    log: Path

    def has_said(self, text: str) -> None:
        """Wait until it has said *text*."""
        end = time.monotonic() + 60
        while text not in self.log.read_text() and time.monotonic() < end:
            time.sleep(0.02)
        assert text in self.log.read_text()

    def kill(self) -> None:
        """End it, if it has not ended."""
        self.process.kill()
        self.process.wait(timeout=30)


def dask(what: str, *arguments: str, folder: Path) -> Dask:
    """Start a scheduler or a worker."""
    path = folder / f"{what}-{time.monotonic_ns()}.log"
    with path.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
    return Dask(process, path)


def worker(address: str, folder: Path) -> Dask:
    """Start a worker with one thread; without a nanny, so that killing it is final."""
    return dask(
        "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
        "--host", "127.0.0.1", "--local-directory", str(folder), folder=folder,
    )  # fmt: skip


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextlib.contextmanager
def scheduling(folder: Path) -> Iterator[tuple[str, Dask]]:
    """Give the address of a scheduler, and the scheduler."""
    port = free_port()
    scheduler = dask(
        "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", folder=folder
    )
    try:
        scheduler.has_said("Scheduler at:")
        yield f"tcp://127.0.0.1:{port}", scheduler
    finally:
        scheduler.kill()


@contextlib.contextmanager
def working(address: str, folder: Path, count: int) -> Iterator[list[Dask]]:
    """Give so many workers that a scheduler knows; it has none of them afterwards."""
    workers = [worker(address, folder) for _ in range(count)]
    try:
        for one in workers:
            one.has_said("Registered to:")
        yield workers
    finally:
        for one in workers:
            one.kill()


@pytest.fixture(scope="module")
def scheduler(local: Path) -> Iterator[str]:
    """The address of a scheduler without workers, for all tests that leave it alive."""
    with scheduling(local) as (address, _):
        yield address


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a class and the gradebook `local` of grading it here."""
    folder = tmp_path_factory.mktemp("cluster")
    write_class(folder / "class", 8, numbers=[1])
    done = run("batch", "class", "--out", "local", "--exercise", "1", folder=folder, seconds=300)
    assert done.status == 0, done.err
    return folder


def test_no_worker_is_told_once_and_borne_for_so_long_at_a_time() -> None:
    """A worker that is there meanwhile begins the time anew."""
    said: list[str] = []
    lacks = iter(["", "worker", "worker", "", "worker", "answer", "worker"])
    times = iter([10.0, 14.9, 16.0, 20.9, 21.0])
    patience = AbsenceTimer(
        "tcp://[::1]:8786", lambda: next(lacks), said.append, 5.0, now=lambda: next(times)
    )
    assert [patience.trouble() for _ in range(6)] == [""] * 6
    assert patience.trouble() == "the cluster at tcp://[::1]:8786 has had no worker for 5 seconds"
    assert (
        said
        == [
            "The cluster at tcp://[::1]:8786 has no worker now; waiting for one, 5 seconds at most."
        ]
        * 2
    )


def test_two_workers_make_the_same_gradebook(local: Path, scheduler: str) -> None:
    """And a second run over it has nothing to ask them."""
    address = scheduler
    with working(address, local, 2):
        arguments = ("batch", "class", "--exercise", "1", "--cluster", address, "--out", "far")
        done = run(*arguments, folder=local, seconds=300)
        assert done.status == 0, done.err
        assert f"on {address} (workers: 2, batches at a time: 2)" in done.err
        assert same(local / "far", local / "local")
        before = rows(local / "far")
        assert run(*arguments, folder=local, seconds=300).status == 0
        assert rows(local / "far") == before
        other = run(*arguments, "--python", "/nowhere/python", folder=local, seconds=300)
    assert other.status == 2
    assert "cannot grade: there is no Python /nowhere/python" in other.err


@pytest.mark.long
def test_a_worker_killed_in_the_middle_costs_a_retry_and_nothing_else(
    local: Path, scheduler: str
) -> None:
    """Its examiners go with it, and the other worker has the whole class in the end."""
    with working(scheduler, local, 2) as (doomed, _):
        arguments = ("batch", "class", "--exercise", "1", "--cluster", scheduler, "--out", "lost")
        process = start(local / "log", *arguments, folder=local)
        wait_for("rows to grade", process)
        end = time.monotonic() + 60
        while not (below := descendants(doomed.process.pid)) and time.monotonic() < end:
            time.sleep(0.02)
        assert below
        doomed.process.send_signal(signal.SIGKILL)
        status, said = finish(process, 300)
        assert status == 0, said
        assert still_running(below, 10.0) == set()
    assert same(local / "lost", local / "local")


@pytest.mark.long
def test_a_scheduler_that_goes_is_told_and_keeps_what_was_finished(local: Path) -> None:
    """The next run, here or there, goes on."""
    with scheduling(local) as (address, scheduler), working(address, local, 1):
        arguments = ("batch", "class", "--exercise", "1", "--out", "gone")
        process = start(local / "log", *arguments, "--cluster", address, folder=local)
        wait_for("rows to grade", process)
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with Gradebook.open(local / "gone") as book:
                if book.summaries():
                    break
            time.sleep(0.1)
        scheduler.process.send_signal(signal.SIGKILL)
        status, said = finish(process, 60)
    assert status == 2, said
    assert "has gone" in said
    assert "same command again" in said
    assert "Traceback" not in said
    kept = rows(local / "gone")
    assert 0 < len(kept) < 8
    assert run(*arguments, folder=local, seconds=300).status == 0
    assert [row for row in rows(local / "gone") if row in kept] == list(kept)
    assert same(local / "gone", local / "local")


@pytest.mark.long
def test_a_cluster_whose_last_worker_goes_is_waited_for_a_while_only(
    local: Path, scheduler: str
) -> None:
    """As when a job's time is over: Dask would wait for ever, and says nothing."""
    with working(scheduler, local, 1) as (last,):
        arguments = ("batch", "class", "--exercise", "1", "--out", "lonely", "--cluster", scheduler)
        process = subprocess.Popen(
            [sys.executable, "-c", LONELY, *arguments],
            cwd=local, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            wait_for("rows to grade", process)
            last.process.send_signal(signal.SIGKILL)
            status, said = finish(process, 60)
        finally:
            process.kill()
    assert status == 2, said
    assert said.count(f"The cluster at {scheduler} has no worker now") == 1
    assert "has had no worker for 2 seconds" in said
    assert "same command again" in said
    assert "Traceback" not in said


LONELY = """
import grader.batch.dask_workers as cluster
cluster._ABSENCE_SECONDS = 2.0
from grader.cli.entry import main
main()
"""


@pytest.mark.long
def test_workers_that_cannot_grade_are_told_before_anything_is_asked(
    local: Path, scheduler: str
) -> None:
    """No scheduler, no worker, a worker without the kit."""
    arguments = ("batch", "class", "--exercise", "1", "--out", "none")
    code = "import grader.batch.dask_workers as c; c._CONNECT_SECONDS = 3.0\nfrom grader.cli.entry import main; main()"

    def said(to: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments, "--cluster", to],
            cwd=local, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 2, done.stderr
        return done.stderr.decode()

    assert "no Dask scheduler answers" in said(f"tcp://127.0.0.1:{free_port()}")
    assert "has no workers" in said(scheduler)
    other = worker_without_the_kit(scheduler, local)
    try:
        other.has_said("Registered to:")
        told = said(scheduler)
    finally:
        other.kill()
    assert "has version 0.0.1 of the kit" in told
    assert "in the worker's environment" in told
    assert rows(local / "none") == ()


def worker_without_the_kit(address: str, folder: Path) -> Dask:
    """Start a worker whose environment has another version of the kit, by its metadata."""
    info = folder / "elsewhere" / "module_objects_kit-0.0.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: module-objects-kit\nVersion: 0.0.1\n"
    )
    os.environ["PYTHONPATH"] = str(info.parent)
    try:
        return worker(address, folder)
    finally:
        del os.environ["PYTHONPATH"]
