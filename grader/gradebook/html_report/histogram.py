"""The bars of a histogram, in user units of its SVG drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 120
"""Height of the tallest bar, the same in every histogram."""

_GAP = 0.22


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: the count of a value.

    :param middle: centre of its labels.
    :param label: True if the value is written below; with many bars not all are.
    """

    value: int
    count: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    label: bool


def bars(counts: Sequence[int], width: int) -> tuple[Bar, ...]:
    """Return a bar for each of *counts*, together *width* wide, with their feet at `HEIGHT`.

    A count above zero is visible however tall the others are.
    """
    step = width / max(len(counts), 1)
    tallest = max([*counts, 1])
    every = 1 if len(counts) <= 12 else 4
    found = []
    for value, count in enumerate(counts):
        height = max(count / tallest * HEIGHT, 2.0) if count else 0.0
        found.append(
            Bar(
                value=value,
                count=count,
                x=round(value * step + step * _GAP / 2, 2),
                y=round(HEIGHT - height, 2),
                width=round(step * (1 - _GAP), 2),
                height=round(height, 2),
                middle=round((value + 0.5) * step, 2),
                label=value % every == 0 or (value == len(counts) - 1 and value % every > 1),
            )
        )
    return tuple(found)
