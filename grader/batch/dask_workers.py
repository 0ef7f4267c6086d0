"""A worker pool on many machines, through Dask (https://distributed.dask.org).

Dask reconnects, places tasks and runs those of a lost worker again, and has schedulers for SSH,
Slurm, Kubernetes and clouds. A task is the name of a function of the installed kit with plain
values; its result is JSON.
"""

from __future__ import annotations

import contextlib
import logging
import platform
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from importlib import metadata
from typing import TYPE_CHECKING, Any

from grader import __version__
from grader.batch.cache_key import Environment, environment_as_json
from grader.batch.task import WorkerPool, grade_batch
from grader.errors import UsageError

if TYPE_CHECKING:
    from distributed import Client

_CONNECT_SECONDS = 20.0  # for the scheduler to answer, and for a first worker to register
_ABSENCE_SECONDS = 120.0  # for a new worker to register when the last one has gone
_REPLY_SECONDS = 5.0  # for the scheduler to list its workers
_RETRIES = 2  # of a task that raised; tasks of a lost worker are run again in any case
_PACKAGE = "module-objects-kit"


@contextlib.contextmanager
def cluster_pool(
    address: str, python: str, notify: Callable[[str], object]
) -> Iterator[WorkerPool]:
    """Open a pool of the workers of a Dask cluster.

    :param address: of the scheduler, `tcp://HOST:PORT`.
    :param python: the guests' interpreter, found by each worker: path, version, or empty.
    :param notify: prints a line for the user: that the run waits for a worker.
    :raises UsageError: when the scheduler does not answer, it has no workers, or their
        environments differ.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "--cluster needs Dask, which is not installed here",
            f"Install the kit with it: pip install '{_PACKAGE}[cluster]'.",
        ) from error
    # Their errors become UsageErrors with a next step; the log would repeat them.
    for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {address}",
            "Start one with `dask scheduler`, and name the address that it prints.",
        ) from error
    try:
        environment = _common_environment(client, address, python)
        threads = sum(client.nthreads().values())
        executor = client.get_executor(pure=False, retries=_RETRIES)

        def submit(request: str, sources: list[bytes]) -> Future[str]:
            future: Future[str] = executor.submit(grade_batch, request, sources)
            return future

        def lack() -> str:
            try:
                return "" if client.nthreads(callback_timeout=_REPLY_SECONDS) else "worker"
            except OSError:  # it was too late, or the connection was cut
                return "answer"

        absence = AbsenceTimer(address, lack, notify, _ABSENCE_SECONDS)

        def trouble() -> str:
            if client.status != "running":
                return f"the Dask scheduler at {address} has gone"
            return absence.trouble()

        workers = len(client.nthreads())
        yield WorkerPool(
            environment=environment,
            slots=threads,
            submit=submit,
            place=f"on {address} (workers: {workers}, batches at a time: {threads})",
            trouble=trouble,
        )
    finally:
        # Errors of unfinished tasks do not matter: the next run grades those.
        with contextlib.suppress(Exception):
            client.close(timeout=5)


class AbsenceTimer:
    """Time limit for a cluster without workers; Dask itself would wait for ever, silently.

    :param lack: returns what is missing now (`worker`, or `answer` of the scheduler); empty if
        nothing is.
    :param notify: prints a line for the user, once for each absence.
    :param seconds: longest absence.
    :param now: a clock, in seconds.
    """

    def __init__(
        self,
        address: str,
        lack: Callable[[], str],
        notify: Callable[[str], object],
        seconds: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = address
        self._lack = lack
        self._notify = notify
        self._seconds = seconds
        self._now = now
        self._since: float | None = None

    def trouble(self) -> str:
        """Return a message once the absence has lasted too long; empty until then."""
        lack = self._lack()
        if not lack:
            self._since = None
            return ""
        now = self._now()
        if self._since is None:
            self._since = now
            self._notify(
                f"The cluster at {self._address} has no {lack} now; waiting for one, "
                f"{self._seconds:.0f} seconds at most."
            )
        if now - self._since < self._seconds:
            return ""
        return f"the cluster at {self._address} has had no {lack} for {self._seconds:.0f} seconds"


def _common_environment(client: Client, address: str, python: str) -> Environment:
    """Return the environment that all workers have.

    The first query is one that a worker without the kit can answer.

    :raises UsageError: when there is no worker, or their environments differ.
    """
    try:
        client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
    except TimeoutError as error:
        raise UsageError(
            f"the Dask scheduler at {address} has no workers",
            f"Start some with `dask worker {address}`, where the kit is installed.",
        ) from error
    kits = client.run(metadata.version, _PACKAGE, on_error="return")
    pythons = client.run(platform.python_version, on_error="return")
    for worker, kit in kits.items():
        if kit != __version__:
            has = "has no kit" if isinstance(kit, Exception) else f"has version {kit} of the kit"
            raise UsageError(
                f"the worker {worker} (Python {pythons.get(worker)}) {has}, and here is "
                f"{__version__}",
                f"Install {_PACKAGE} {__version__} in the worker's environment and restart it.",
            )
    setups: dict[str, Any] = client.run(environment_as_json, python, on_error="return")
    for worker, environment in setups.items():
        if isinstance(environment, Exception):
            raise UsageError(
                f"the worker {worker} cannot grade: {environment}",
                "Name a Python that every worker has with --python.",
            )
    first, first_environment = next(iter(setups.items()))
    for worker, environment in setups.items():
        if environment != first_environment:
            raise UsageError(
                f"the workers {first} and {worker} have different setups: {first_environment} and {environment}",
                "Install the same kit on both, or name a Python that both have with --python.",
            )
    return Environment.from_json(first_environment)
