"""One line of the table, and timing two things in turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comparison: medians in seconds, their ratio, and the bound it should keep."""

    name: str
    ours: float
    floor: float
    pairs: int
    bound: float

    @property
    def ratio(self) -> float:
        """Ours over the floor."""
        return self.ours / self.floor


def compared(
    name: str, ours: Callable[[], None], floor: Callable[[], None], *, pairs: int, bound: float
) -> Row:
    """Time the two in turn, after one of each that does not count."""
    taken: tuple[list[float], list[float]] = ([], [])
    for count in range(pairs + 1):
        for place, action in enumerate((ours, floor)):
            began = time.perf_counter()
            action()
            if count:
                taken[place].append(time.perf_counter() - began)
    medians = [statistics.median(times) for times in taken]
    return Row(name=name, ours=medians[0], floor=medians[1], pairs=pairs, bound=bound)
