"""Where a class may be graded, and where its gradebook may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from grader.batch.workers import WorkerPool, local_pool
from grader.errors import UsageError


def open_pool(
    cluster: str, jobs: int, python: str, tell: Callable[[str], object]
) -> AbstractContextManager[WorkerPool]:
    """Return the hall that the caller wants.

    :param cluster: address of a Dask scheduler; empty to grade here.
    :param jobs: batches at a time here; 0 for one for each processor.
    :param tell: tells people why nothing happens at the moment.
    :raises UsageError: when both are given.
    """
    if not cluster:
        return local_pool(jobs, python)
    if jobs:
        raise UsageError(
            "--jobs is for this machine, and --cluster has as many as its workers have threads",
            "Leave --jobs out, and start workers with --nthreads.",
        )
    from grader.batch.dask_workers import cluster_pool  # Dask is an extra, and slow to import

    return cluster_pool(cluster, python, tell)


def refuse_inside(out: Path, paths: Sequence[Path]) -> None:
    """Keep the gradebook out of what was handed in, where the next run would take it for a student.

    :param out: its folder, there or not yet.
    :param paths: of the class.
    :raises UsageError: when it is one of these folders, or lies in one.
    """
    for path in paths:
        if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
            raise UsageError(
                f"{out} lies in {path}, the folder of the class, and would be taken for a student",
                "Name a folder outside of it with --out.",
            )
