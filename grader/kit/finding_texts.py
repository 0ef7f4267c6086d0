"""The proof of the texts of findings: their length, their tone, and one text for one mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from grader.kit.checkout import Checkout
from grader.kit.signatures import Declared
from grader.kit.structure import Problem
from grader.model import Finding

SHORTEST, LONGEST = 40, 80
"""The fewest and the most words of a finding."""

_BELITTLING = re.compile(
    r"\b(just|simply|obviously|easy|easily|of course|trivial|stupid|great|wow|wrong answer)\b", re.I
)
_ASSERTION = re.compile(r"\bassert ")


@dataclass(slots=True)
class _Table:
    """Texts that were made from one table of findings.

    :param lengths: pairs of a number of words and the name of an answer that is told so many.
    :param banned: word that no finding may have to the name of an answer that is told it.
    """

    lengths: list[tuple[int, str]] = field(default_factory=list)
    banned: dict[str, str] = field(default_factory=dict)


def text_problems(
    checkout: Checkout, declared: Declared, findings: Iterable[tuple[str, Finding]]
) -> Iterator[Problem]:
    """Yield the problems of the texts of findings, each once for a table.

    A finding has `SHORTEST` to `LONGEST` words, none that belittles or flatters, and no line of a
    check; two findings with one text name one misconception.

    :param findings: name of an answer, and a finding of it.
    """
    tables: dict[str, _Table] = {}
    names: dict[str, Finding] = {}
    alike: dict[tuple[str, str], Finding] = {}
    for answer, found in findings:
        text = f"{found.observed} {found.expected} {found.why} {found.next_step}"
        table = tables.setdefault(found.table, _Table())
        table.lengths.append((len(text.split()), answer))
        for banned in (*_BELITTLING.finditer(text), *_ASSERTION.finditer(text)):
            table.banned.setdefault(banned[0].strip().lower(), answer)
        first = names.setdefault(text, found)
        if first.misconception != found.misconception:
            alike[first.table, found.table] = found

    def problem(table: str, message: str, next_step: str) -> Problem:
        own = table in declared.tables
        file = checkout.relative(checkout.findings(declared.exercise))
        return Problem(
            file=file if own else "grader/examiner/explain_outcome.toml",
            line=declared.tables.get(table),
            message=f"the finding {table} {message}",
            next_step=next_step,
        )

    for name, table in tables.items():
        shortest, longest = min(table.lengths), max(table.lengths)
        if longest[0] > LONGEST:
            yield problem(
                name,
                f"has {longest[0]} words for {longest[1]}, not {LONGEST} at most",
                "Shorten it: what was believed, what contradicts it, and how it is.",
            )
        if shortest[0] < SHORTEST:
            yield problem(
                name,
                f"has {shortest[0]} words for {shortest[1]}, not {SHORTEST} at least",
                "Say what was believed, what contradicts it, and how it is.",
            )
        for word, answer in table.banned.items():
            yield problem(
                name,
                f"says “{word}” for {answer}",
                "Leave out what belittles, flatters or blames, and the text of the check.",
            )
    for (first_name, name), found in alike.items():
        yield problem(
            name,
            f"has the text of {first_name} and names {found.misconception or 'nothing'}",
            "Word each mistake by itself, or let them share the name.",
        )
