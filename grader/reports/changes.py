"""In words: what has changed since the last run, and that kept progress was not readable."""

from __future__ import annotations

from collections.abc import Sequence

from grader.progress import FILE, Change

DAMAGED = (
    f"{FILE.as_posix()} could not be read as progress and starts anew; no grade depends on it."
)


def sentence(changes: Sequence[Change]) -> str:
    """Return what the changes come to; empty where nothing has changed."""
    now = [number for change in changes for number in change.now]
    no_longer = [number for change in changes for number in change.no_longer]
    parts = []
    if now:
        parts.append(f"{_listed(now)} now {'holds' if len(now) == 1 else 'hold'}")
    if no_longer:
        verb = "holds" if len(no_longer) == 1 else "hold"
        parts.append(f"{_listed(no_longer)} no longer {verb}")
    return f"Since your last run: {'; '.join(parts)}." if parts else ""


def _listed(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return numbers[0]
    return f"{', '.join(numbers[:-1])} and {numbers[-1]}"
