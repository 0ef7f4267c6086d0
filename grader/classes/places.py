"""Chooses between the halls there are."""

from __future__ import annotations

from contextlib import AbstractContextManager

from grader.classes.halls import Hall, local_hall
from grader.errors import UsageError


def hall_at(cluster: str, jobs: int, python: str) -> AbstractContextManager[Hall]:
    """Return the hall that the caller wants.

    :param cluster: address of a Dask scheduler; empty to grade here.
    :param jobs: batches at a time here; 0 for one for each processor.
    :raises UsageError: when both are given.
    """
    if not cluster:
        return local_hall(jobs, python)
    if jobs:
        raise UsageError(
            "--jobs is for this machine, and --cluster has as many as its workers have threads",
            "Leave --jobs out, and start workers with --nthreads.",
        )
    from grader.classes.cluster import cluster_hall  # Dask is an extra, and slow to import

    return cluster_hall(cluster, python)
