"""In words: what has changed since the last run, and that kept progress was not readable."""

from __future__ import annotations

from collections.abc import Sequence

from grader.learner.progress import FILE, Change

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
    """Return numbers of checks in words; three or more in a row as their ends."""
    groups: list[list[str]] = []
    for number in numbers:
        if groups and _follows(groups[-1][-1], number):
            groups[-1].append(number)
        else:
            groups.append([number])
    shown = [
        part
        for group in groups
        for part in ([f"{group[0]} to {group[-1]}"] if len(group) > 2 else group)
    ]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _follows(one: str, other: str) -> bool:
    before, after = one.split("."), other.split(".")
    return before[0] == after[0] and int(before[1]) + 1 == int(after[1])
