"""Mistakes that a check recognises by the exact set of cases that an answer gets wrong.

A check often asks one question about several cases, in random order so that the order gives
nothing away. Each mistake gets certain cases wrong and no others: that set is its signature. The
report must be the same for every seed, so it goes by the order in which the cases are declared.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Signature(Generic[C]):
    """The cases that one mistake gets wrong, and the results that it gives for them.

    >>> zero = Signature("starts_at_zero", {"negative": 0}, optional={"empty"})
    >>> zero.matches({"negative": 0}), zero.matches({"negative": 0, "ascending": 1})
    (True, False)

    :param finding: name of the finding that reports the mistake.
    :param cases: the cases that are wrong, all of them; a mapping gives the result of each. None
        for any cases, where the results alone are the signature.
    :param optional: cases that may be wrong as well, with whatever result.
    :param results: the only results that wrong cases have; None for any.
    :param proof: results of which at least one occurs; the first case with one is reported. None
        for any.
    :param reported: the case to report, where it is not the first.
    """

    finding: str
    cases: Collection[C] | Mapping[C, object] | None = None
    optional: Collection[C] = ()
    results: Collection[object] | None = None
    proof: Collection[object] | None = None
    reported: C | None = None

    def matches(self, wrong: Mapping[C, object]) -> bool:
        """Return whether exactly these wrong cases, with these results, are the signature."""
        given = set(wrong.values())
        return (
            self._fits(wrong)
            and (self.results is None or given <= set(self.results))
            and (self.proof is None or not given.isdisjoint(self.proof))
        )

    def _fits(self, wrong: Mapping[C, object]) -> bool:
        if self.cases is None:
            return True
        if not set(self.cases) <= set(wrong) <= {*self.cases, *self.optional}:
            return False
        expected = self.cases if isinstance(self.cases, Mapping) else {}
        return all(wrong[case] == result for case, result in expected.items())


class Diagnosis(Generic[C]):
    """The mistakes that a check can recognise, each by its signature.

    A signature must be exact: with one case more or less, or another result, the wrong cases
    are reported without a theory. The first signature that matches counts.

    >>> in_order = Diagnosis(
    ...     ("ascending", "equal neighbours", "descending", "empty"),
    ...     Signature("says_always_yes", {"descending"}),
    ...     Signature("wants_less_than", {"equal neighbours"}),
    ... )
    >>> in_order.of({"equal neighbours": False})
    ('wants_less_than', 'equal neighbours')
    >>> in_order.of({"descending": True, "equal neighbours": False})
    ('', 'equal neighbours')

    The results decide, where the cases alone do not:

    >>> largest = Diagnosis(
    ...     ("ascending", "descending", "negative"),
    ...     Signature("starts_at_zero", {"negative": 0}),
    ...     Signature("prints_it", results={None}),
    ...     Signature("gives_the_place", results={"its index", None}, proof={"its index"}),
    ... )
    >>> largest.of({"ascending": None, "negative": "its index"})
    ('gives_the_place', 'negative')

    :param cases: the cases in the order in which a wrong one is reported.
    :param signatures: the mistakes, the one that is to be reported first in front.
    :raises ValueError: when a signature has a case that is not among *cases*.
    """

    def __init__(self, cases: Iterable[C], *signatures: Signature[C]) -> None:
        self.cases = tuple(cases)
        self._signatures = signatures
        for one in signatures:
            named = {*(one.cases or ()), *one.optional}
            named |= set() if one.reported is None else {one.reported}
            if unknown := named - set(self.cases):
                raise ValueError(f"{one.finding} has unknown cases: {sorted(map(str, unknown))}")

    @property
    def findings(self) -> tuple[str, ...]:
        """The names of all findings that it may report, each once."""
        return tuple(dict.fromkeys(one.finding for one in self._signatures))

    def of(self, wrong: Mapping[C, object]) -> tuple[str, C]:
        """Return the finding of the mistake with exactly these wrong cases, and the case to report.

        The finding is "" where they are no mistake's signature; then the first case is reported.

        :param wrong: each wrong case, in any order, and the result that the answer gave for it.
        :raises ValueError: when no case is wrong, or one is not among the declared cases.
        """
        order = [case for case in self.cases if case in wrong]
        if not order or len(order) != len(wrong):
            raise ValueError(f"no wrong cases, or unknown ones: {list(wrong)}")
        for one in self._signatures:
            if one.matches(wrong):
                return one.finding, _reported(one, order, wrong)
        return "", order[0]


def _reported(one: Signature[C], order: list[C], wrong: Mapping[C, object]) -> C:
    if one.reported is not None:
        return one.reported
    proof = one.proof
    return next(case for case in order if proof is None or wrong[case] in proof)
