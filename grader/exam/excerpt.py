"""Excerpts of long values for findings: a learner's text can be of any length, a finding cannot."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from string import Formatter

LIMIT = 400
"""Characters of one value in a finding; of a longer one an excerpt is shown."""

_EDGE, _AFTER = 60, 120
"""Characters of an excerpt before the place that matters and at each end, and after that place."""


def excerpt(text: str, others: Collection[str] = (), limit: int = LIMIT) -> str:
    """Return *text*, or if it is longer than *limit* its parts that matter, and its length.

    >>> excerpt("x" * 60_000, limit=10)
    'xxxxxxxx…x (60,000 characters)'

    :param others: values beside which it is shown; where it begins as one of them does, the
        excerpt has the place where the two part.
    """
    if len(text) <= limit:
        return text
    parts = max((_common(text, one) for one in others if one != text), default=0)
    if parts < limit * 3 // 4:
        shown = f"{text[: limit * 4 // 5]}…{text[-(limit // 10) :]}"
    else:
        shown = f"{text[:_EDGE]}…{text[parts - _EDGE : parts + _AFTER]}"
        shown += f"…{text[-_EDGE:]}" if parts + _AFTER < len(text) else ""
    return f"{shown} ({len(text):,} characters)"


def _common(first: str, second: str) -> int:
    """Return the number of characters with which both begin."""
    pairs = zip(first, second, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))


class _Excerpts(Formatter):
    """Formatter that puts excerpts of long values into a template."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._others = [str(value) for value in values.values() if len(str(value)) > LIMIT]

    def format_field(self, value: object, format_spec: str) -> str:
        """Return *value* as a text that is not too long."""
        text: str = super().format_field(value, format_spec)
        quoted = [repr(one) for one in self._others] if len(text) > LIMIT else []
        return excerpt(text, [*self._others, *quoted])


def filled(template: str, values: Mapping[str, object]) -> str:
    """Return *template*, a format string, with *values* filled in, long ones as excerpts.

    >>> filled("The name is {name!r}.", {"name": "x" * 60_000})[-23:]
    "xx' (60,000 characters)."

    :raises KeyError: when a field has no value; LookupError, ValueError and AttributeError as by
        `str.format`.
    """
    return _Excerpts(values).vformat(template, (), values)
