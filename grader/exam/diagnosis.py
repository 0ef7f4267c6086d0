"""Mistakes that a check recognises by the exact set of cases that an answer gets wrong.

A check often asks one question about several cases, in random order so that the order gives
nothing away. Each mistake gets certain cases wrong and no others: that set is its signature. The
report must be the same for every seed, so it goes by the order in which the cases are declared.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from grader.channel.outcomes import Raised, Stopped
from grader.model import WrongCases

C = TypeVar("C", bound=Hashable)

_LONGEST = 80
"""The most characters of a case or a result as text."""


@dataclass(frozen=True, slots=True)
class NoResult:
    """The result of a case that has none: the call raised, or could not be made.

    It is part of a signature only where the signature lists it, because an exception has many
    causes: one mistake that gives a wrong result may be there or not.

    >>> by_index = Signature("first_by_index", {"empty": NoResult("IndexError")})
    >>> by_index.matches({"empty": NoResult("IndexError")}), by_index.matches({"empty": None})
    (True, False)
    >>> Signature("wrong_for_none", {"empty"}).matches({"empty": NoResult("IndexError")})
    False

    :param reason: what came instead, such as the type of the exception.
    """

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Signature(Generic[C]):
    """The cases that one mistake gets wrong, and the results that it gives for them.

    >>> zero = Signature("starts_at_zero", {"negative": 0}, optional={"empty"})
    >>> zero.matches({"negative": 0}), zero.matches({"negative": 0, "ascending": 1})
    (True, False)

    A case without a result (`NoResult`, or an outcome `Raised`) is none of them, unless *cases* or
    *results* lists that very `NoResult`.

    :param finding: name of the finding that reports the mistake.
    :param cases: the cases that are wrong, all of them; a mapping gives the result of each. None
        for any cases, where the results alone are the signature.
    :param optional: cases that may be wrong as well, with whatever result.
    :param results: the only results that wrong cases have; None for any.
    :param proof: results of which at least one occurs; the first case with one is reported. None
        for any.
    :param reported: the case to report, where it is not the first.
    :param before: findings of later signatures that may match as well, and do not count then.
    """

    finding: str
    cases: Collection[C] | Mapping[C, object] | None = None
    optional: Collection[C] = ()
    results: Collection[object] | None = None
    proof: Collection[object] | None = None
    reported: C | None = None
    before: Collection[str] = ()

    def matches(self, wrong: Mapping[C, object]) -> bool:
        """Return whether exactly these wrong cases, with these results, are the signature."""
        given = list(wrong.values())
        return (
            self._fits(wrong)
            and all(self._admits(case, result) for case, result in wrong.items())
            and (self.proof is None or any(result in self.proof for result in given))
        )

    def _fits(self, wrong: Mapping[C, object]) -> bool:
        if self.cases is None:
            return True
        if not set(self.cases) <= set(wrong) <= {*self.cases, *self.optional}:
            return False
        expected = self._expected
        return all(wrong[case] == result for case, result in expected.items())

    def _admits(self, case: C, result: object) -> bool:
        """Return whether a wrong case may have this result."""
        if self.results is not None:
            return result in self.results
        return case in self._expected or not isinstance(result, NoResult | Raised | Stopped)

    @property
    def _expected(self) -> Mapping[C, object]:
        """The result of each case that has one of its own."""
        return self.cases if isinstance(self.cases, Mapping) else {}

    def __str__(self) -> str:
        """Describe the wrong cases as an author reads them in a report."""
        if self.cases is None:
            told = "any cases"
        else:
            expected = self._expected
            told = ", ".join(
                sorted(
                    f"{_text(case)}: {_text(expected[case])}" if case in expected else _text(case)
                    for case in self.cases
                )
            )
        for word, listed in (
            ("perhaps", self.optional),
            ("with only", self.results),
            ("at least once", self.proof),
        ):
            if listed:
                told += f"; {word} {' or '.join(sorted(map(_text, listed)))}"
        return told.removeprefix("; ")


class Diagnosis(Generic[C]):
    """The mistakes that a check can recognise, each by its signature.

    A signature must be exact: with one case more or less, or another result, the wrong cases
    are reported without a theory. The first signature that matches counts; `grade kit verify`
    wants two that match the same wrong cases to say so (`Signature.before`).

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
        self.signatures = signatures
        for one in signatures:
            named = {*(one.cases or ()), *one.optional}
            named |= set() if one.reported is None else {one.reported}
            if unknown := named - set(self.cases):
                raise ValueError(f"{one.finding} has unknown cases: {sorted(map(str, unknown))}")

    @property
    def findings(self) -> tuple[str, ...]:
        """The names of all findings in the signatures, each once."""
        return tuple(dict.fromkeys(one.finding for one in self.signatures))

    def of(self, wrong: Mapping[C, object]) -> tuple[str, C]:
        """Return the finding of the mistake with exactly these wrong cases, and the case to report.

        The finding is "" where they are no mistake's signature; then the first case is reported.

        :param wrong: each wrong case, in any order, and the result that the answer gave for it.
        :raises ValueError: when no case is wrong, or one is not among the declared cases.
        """
        order = [case for case in self.cases if case in wrong]
        if not order or len(order) != len(wrong):
            raise ValueError(f"no wrong cases, or unknown ones: {list(wrong)}")
        for one in self.signatures:
            if one.matches(wrong):
                return one.finding, _reported(one, order, wrong)
        return "", order[0]


def _reported(one: Signature[C], order: list[C], wrong: Mapping[C, object]) -> C:
    if one.reported is not None:
        return one.reported
    proof = one.proof
    return next(case for case in order if proof is None or wrong[case] in proof)


def wrong_cases(diagnosis: Diagnosis[C], wrong: Mapping[C, object]) -> WrongCases:
    """Return the wrong cases for `grade kit verify`; *wrong* is as for `Diagnosis.of`."""
    places = enumerate(diagnosis.signatures)
    return WrongCases(
        results={_text(case): _text(wrong[case]) for case in diagnosis.cases if case in wrong},
        signatures=tuple(place for place, one in places if one.matches(wrong)),
    )


def _text(value: object) -> str:
    """Return a case or a result as text: the parts of a tuple, joined."""
    told = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return told[:_LONGEST]
