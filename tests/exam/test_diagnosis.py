"""A diagnosis is made on exactly the cases and results of a mistake, and is the same for any seed."""

from __future__ import annotations

import doctest
import importlib
import itertools
import pkgutil

import pytest
from support.connection import THING

from grader import course
from grader.channel.outcomes import Raised, Stopped
from grader.exam import Diagnosis, NoResult, Signature, diagnosis

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


ERROR = Raised(bases=("SyntaxError",), text="", handle=THING, frames=())
"""An outcome that a check forgot to convert."""


@pytest.mark.parametrize(
    "result", [NoResult("SyntaxError"), ERROR, Stopped(ERROR, function="", call="")]
)
def test_a_case_without_a_result_is_no_signature_unless_it_says_so(result: object) -> None:
    """Whatever raises has other causes too; neither sets of cases nor optional ones admit it."""
    for signature in (
        Signature("cases", {"one"}),
        Signature("optional", (), optional={"one"}),
        Signature("any"),
        Signature("others", {"one": False}),
        Signature("some", results={True, False, None}),
        Signature("another", {"one": NoResult("KeyError")}),
        Signature("among", {"one"}, results={NoResult("KeyError")}),
    ):
        assert Diagnosis(CASES, signature).of({"one": result}) == ("", "one"), signature.finding


def test_a_signature_that_lists_a_case_without_result_has_exactly_that() -> None:
    """For one case, or for all of them; a text of the same letters is a result."""
    refused = NoResult("KeyError")
    for signature in (
        Signature("named", {"one": refused}),
        Signature("named", {"one"}, results={refused, True}),
        Signature("named", {"two": True}, optional={"one"}, results={refused, True}),
    ):
        wrong = {"one": refused, **({"two": True} if signature.optional else {})}
        made = Diagnosis(CASES, signature)
        assert made.of(wrong)[0] == "named"
        assert made.of({**wrong, "one": "KeyError"})[0] == ""
        assert made.of({**wrong, "three": refused})[0] == ""


def test_a_mixed_signature_admits_no_exception_in_its_other_cases() -> None:
    """A mapping names results case by case; what it leaves optional has to be a result."""
    made = Diagnosis(CASES, Signature("mixed", {"one": NoResult("KeyError")}, optional={"two"}))
    assert made.of({"one": NoResult("KeyError"), "two": 3})[0] == "mixed"
    assert made.of({"one": NoResult("KeyError"), "two": NoResult("KeyError")})[0] == ""


def test_every_finding_of_a_diagnosis_has_its_text() -> None:
    """One that is not in the exercise's findings.toml would be a fault of ours, for one learner."""
    made = Diagnosis(CASES, Signature("one", {"one"}), Signature("one", {"two"}), Signature("all"))
    assert made.findings == ("one", "all")
    found, declared = dict[str, Diagnosis[object]](), []
    for slug in course.slugs().values():
        functions = vars(course.check_module(slug)).values()
        declared += [one.declaration.mistakes for one in functions if hasattr(one, "declaration")]
        texts = course.check_module(slug).say.tables()
        package = importlib.import_module(f"grader.checks.{slug}")
        for info in pkgutil.iter_modules(package.__path__):
            for name, value in vars(
                importlib.import_module(f"{package.__name__}.{info.name}")
            ).items():
                if isinstance(value, Diagnosis):
                    assert set(value.findings) <= set(texts), name
                    found[name] = value
    assert len(found) >= 8
    assert set(found.values()) <= set(declared), "each is what a check declares as `mistakes`"


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
