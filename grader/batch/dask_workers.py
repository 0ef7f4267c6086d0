"""A hall of many machines, through Dask (https://distributed.dask.org).

Dask brings what is hard to get right (reconnecting, placing, running again what a
lost worker had) and schedulers for SSH, Slurm, Kubernetes and clouds. A task is the
name of a function of the installed kit and plain values; its answer is JSON.
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

_PATIENCE = 20.0  # seconds for the scheduler to answer and for a first worker to be there
_LONELY = 120.0  # seconds for another worker to be there when the last one has gone
_ANSWER = 5.0  # seconds for the scheduler to say how many there are
_RETRIES = 2  # of a task that raised; what a lost worker had is run again anyway
_PACKAGE = "module-objects-kit"


@contextlib.contextmanager
def cluster_pool(address: str, python: str, tell: Callable[[str], object]) -> Iterator[WorkerPool]:
    """Give a hall of the workers of a Dask cluster.

    :param address: of the scheduler, `tcp://HOST:PORT`.
    :param python: the guests' interpreter, looked for by each worker: path, version, or empty.
    :param tell: tells people that the run waits for a worker.
    :raises UsageError: when it does not answer, has no workers, or they are not alike.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "--cluster needs Dask, which is not installed here",
            f"Install the kit with it: pip install '{_PACKAGE}[cluster]'.",
        ) from error
    # What the libraries log is told by us, as an error with its next step.
    for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {address}",
            "Start one with `dask scheduler`, and name the address that it prints.",
        ) from error
    try:
        environment = _common_setup(client, address, python)
        threads = sum(client.nthreads().values())
        executor = client.get_executor(pure=False, retries=_RETRIES)

        def submit(request: str, sources: list[bytes]) -> Future[str]:
            future: Future[str] = executor.submit(grade_batch, request, sources)
            return future

        def lack() -> str:
            try:
                return "" if client.nthreads(callback_timeout=_ANSWER) else "worker"
            except OSError:  # it was too late, or the connection was cut
                return "answer"

        absence = AbsenceTimer(address, lack, tell, _LONELY)

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
        # Not a word about what was still under way: it is graded by the next run.
        with contextlib.suppress(Exception):
            client.close(timeout=5)


class AbsenceTimer:
    """Waits for workers where none is left: Dask itself would for ever, and says nothing.

    :param lack: says what there is none of now, a worker or an answer; empty if all is there.
    :param tell: is told when there is none any more, once until there is one again.
    :param seconds: how long may there be none.
    """

    def __init__(
        self,
        address: str,
        lack: Callable[[], str],
        tell: Callable[[str], object],
        seconds: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = address
        self._lack = lack
        self._tell = tell
        self._seconds = seconds
        self._now = now
        self._since: float | None = None

    def trouble(self) -> str:
        """Say that there was nobody for too long; empty until then."""
        lack = self._lack()
        if not lack:
            self._since = None
            return ""
        now = self._now()
        if self._since is None:
            self._since = now
            self._tell(
                f"The cluster at {self._address} has no {lack} now; waiting for one, "
                f"{self._seconds:.0f} seconds at most."
            )
        if now - self._since < self._seconds:
            return ""
        return f"the cluster at {self._address} has had no {lack} for {self._seconds:.0f} seconds"


def _common_setup(client: Client, address: str, python: str) -> Environment:
    """Return what all workers have installed.

    The first question is one that a worker without the kit can answer too.
    """
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
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
