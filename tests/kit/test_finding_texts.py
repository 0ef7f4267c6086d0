"""The proof of findings' texts: too many or too few words, a tone that belittles, two names for one text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.grading import ROOT

from grader import course
from grader.kit.checkout import Checkout
from grader.kit.finding_texts import LONGEST, SHORTEST, text_problems
from grader.kit.signatures import Declared
from grader.kit.structure import Problem
from grader.model import Finding

ONE = course.exercise(1)
DECLARED = Declared(exercise=ONE, tables={"left": 3, "right": 9}, diagnoses={}, unshown={})
OWN = f"grader/checks/{ONE.slug}/findings.toml"


def finding(table: str, words: int = SHORTEST, why: str = "", misconception: str = "") -> Finding:
    """Return a finding of *table* with that number of words; three of them are not in its `why`."""
    return Finding(
        misconception=misconception or None,
        rule=None,
        call="",
        observed="o",
        expected="e",
        why=why or " ".join([table, *["w"] * (words - 4)]),
        next_step="n",
        table=table,
    )


def problems(*findings: tuple[str, Finding]) -> list[Problem]:
    """Return the problems of these findings, each with the name of an answer that is told it."""
    return list(text_problems(Checkout(root=ROOT), DECLARED, findings))


def test_forty_to_eighty_words_are_no_problem() -> None:
    """Both ends of the range are in it."""
    assert not problems(("a.py", finding("left", 40)), ("b.py", finding("right", 80)))


def test_a_finding_of_too_many_words_is_named_once_where_it_is_longest() -> None:
    """With its file and line; what the engine words has another file."""
    own, engine = problems(
        ("a.py", finding("left", LONGEST + 1)),
        ("b.py", finding("left", LONGEST + 10)),
        ("d.py", finding("of the engine", 99)),
    )
    assert own.message == "the finding left has 90 words for b.py, not 80 at most"
    assert (own.file, own.line) == (OWN, 3)
    assert (engine.file, engine.line) == ("grader/examiner/explain_outcome.toml", None)


def test_a_finding_of_too_few_words_is_named_once_where_it_is_shortest() -> None:
    """Also where another answer is told enough by the same table."""
    (problem,) = problems(
        ("a.py", finding("right", SHORTEST - 1)),
        ("b.py", finding("right", SHORTEST - 10)),
        ("c.py", finding("right", LONGEST)),
    )
    assert problem.message == "the finding right has 30 words for b.py, not 40 at least"
    assert (problem.file, problem.line) == (OWN, 9)


@pytest.mark.parametrize(
    "word", ["just", "Simply", "OBVIOUSLY", "of course", "wow", "wrong answer"]
)
@pytest.mark.parametrize("place", ["observed", "expected", "why", "next_step"])
def test_a_word_that_belittles_or_flatters_is_named_once_for_a_table(word: str, place: str) -> None:
    """In any part and in any case, also before a stop; a longer word that begins so is another."""
    plain = finding("left")
    text = f"{getattr(plain, place)} It is justified, greatly; {word}."
    found = replace(plain, **{place: text})  # type: ignore[arg-type]
    (problem,) = problems(("a.py", found), ("b.py", found))
    assert problem.message == f"the finding left says “{word.lower()}” for a.py"


def test_the_text_of_a_check_is_no_finding() -> None:
    """An assertion shows what was compared, and in whose words."""
    (problem,) = problems(("a.py", finding("left", why="assert is_same(a, b) " + "w " * 40)))
    assert problem.message == "the finding left says “assert” for a.py"


def test_one_text_for_two_mistakes_is_a_problem_of_the_second_table() -> None:
    """With one name the same text is as right in two tables."""
    why = "w " * 40
    first, second = (
        ("a.py", finding("left", why=why, misconception="m")),
        ("b.py", finding("right", why=why)),
    )
    (problem,) = problems(first, second)
    assert problem.message == "the finding right has the text of left and names nothing"
    assert problem.line == 9
    assert not problems(first, ("b.py", finding("right", why=why, misconception="m")))
