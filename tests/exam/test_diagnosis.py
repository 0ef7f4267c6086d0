"""A diagnosis is made on exactly the cases and results of a mistake, and is the same for any seed."""

from __future__ import annotations

import doctest
import importlib
import itertools
import pkgutil

import pytest

from grader import course
from grader.exam import Diagnosis, Signature, diagnosis

CASES = ("one", "two", "three", "four")


def test_the_examples_in_the_docstrings_hold() -> None:
    """They are what an author copies."""
    outcome = doctest.testmod(diagnosis)
    assert outcome.attempted >= 4
    assert not outcome.failed


def test_exactly_the_cases_of_a_mistake_are_its_signature() -> None:
    """Neither one of them alone nor another one beside them."""
    made = Diagnosis(CASES, Signature("pair", {"one", "three"}))
    named = [
        wrong
        for count in range(1, len(CASES) + 1)
        for wrong in itertools.combinations(CASES, count)
        if made.of(dict.fromkeys(wrong, True))[0]
    ]
    assert named == [("one", "three")]


@pytest.mark.parametrize("order", list(itertools.permutations(CASES[:3])))
def test_the_order_of_asking_changes_nothing(order: tuple[str, ...]) -> None:
    """The case that is declared first is reported, with a name and without."""
    wrong = dict.fromkeys(order, "result")
    assert Diagnosis(CASES).of(wrong) == ("", "one")
    assert Diagnosis(CASES, Signature("all", results={"result"})).of(wrong) == ("all", "one")


def test_results_are_part_of_a_signature_where_it_has_them() -> None:
    """Each case's own, or those of all."""
    each = Diagnosis(CASES, Signature("each", {"one": None, "two": "text"}))
    assert each.of({"one": None, "two": "text"}) == ("each", "one")
    assert each.of({"one": "text", "two": None}) == ("", "one")
    all_of_them = Diagnosis(CASES, Signature("all", {"one", "two"}, results={None}))
    assert all_of_them.of({"one": None, "two": None}) == ("all", "one")
    assert all_of_them.of({"one": None, "two": "text"}) == ("", "one")


def test_optional_cases_may_be_wrong_or_right() -> None:
    """With any result, while the others must be wrong."""
    made = Diagnosis(CASES, Signature("some", {"two"}, optional={"one", "three"}))
    assert made.of({"two": 1}) == ("some", "two")
    assert made.of({"three": 2, "two": 1}) == ("some", "two")
    assert made.of({"one": 2}) == ("", "one")
    assert made.of({"two": 1, "four": 1}) == ("", "two")


def test_the_case_with_the_proof_is_reported() -> None:
    """Not one before it with a result that other mistakes give as well; without proof, none is named."""
    made = Diagnosis(CASES, Signature("proved", results={"proof", None}, proof={"proof"}))
    assert made.of({"one": None, "two": "proof", "three": "proof"}) == ("proved", "two")
    assert made.of({"one": None}) == ("", "one")
    chosen = Diagnosis(CASES, Signature("chosen", {"one", "two"}, reported="two"))
    assert chosen.of({"one": 1, "two": 1}) == ("chosen", "two")


def test_the_first_signature_that_matches_counts() -> None:
    """An author puts the more telling one in front."""
    made = Diagnosis(CASES, Signature("first", results={1}), Signature("second", {"one"}))
    assert made.of({"one": 1}) == ("first", "one")
    assert made.of({"one": 2}) == ("second", "one")


def test_every_finding_of_a_diagnosis_has_its_text() -> None:
    """One that is not in the exercise's findings.toml would be a fault of ours, for one learner."""
    made = Diagnosis(CASES, Signature("one", {"one"}), Signature("one", {"two"}), Signature("all"))
    assert made.findings == ("one", "all")
    found = set()
    for slug in course.slugs().values():
        texts = course.check_module(slug).say.tables()
        package = importlib.import_module(f"grader.checks.{slug}")
        for info in pkgutil.iter_modules(package.__path__):
            for name, value in vars(
                importlib.import_module(f"{package.__name__}.{info.name}")
            ).items():
                if isinstance(value, Diagnosis):
                    assert set(value.findings) <= set(texts), name
                    found.add(name)
    assert len(found) >= 8


def test_cases_that_were_not_declared_are_the_authors_mistake() -> None:
    """In a signature as among the wrong ones: it would never match, and nobody would notice."""
    for signature in (
        Signature("typo", {"oen"}),
        Signature("typo", {"one"}, optional={"tow"}),
        Signature("typo", reported="oen"),
    ):
        with pytest.raises(ValueError, match="typo has unknown cases"):
            Diagnosis(CASES, signature)
    with pytest.raises(ValueError, match="unknown ones"):
        Diagnosis(CASES).of({"oen": True})
    with pytest.raises(ValueError, match="no wrong cases"):
        Diagnosis(CASES).of({})
