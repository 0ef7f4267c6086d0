"""Places to look in the content: in every threat that reaches inside, and in few answers of the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.grading import ROOT, all_right_answers, content, corpus
from support.threats import Threat, answer, places, threats

from grader import course
from grader.batch.places_to_look import scan

FEW = 0.04
"""Share of all answers of the corpus that may be marked; 0.012 when the scan was made."""


@pytest.mark.parametrize("threat", threats(), ids=lambda threat: threat.name)
def test_a_threat_is_marked_unless_its_header_says_that_it_reaches_for_nothing(
    threat: Threat,
) -> None:
    """Whichever exercise and function it is aimed at; `looks: no` is for ordinary names alone."""
    marked = {
        bool(scan(answer(threat, exercise, function, Path("mark"))).places)
        for exercise in course.exercises()
        for function in places(threat, exercise)
    }
    assert marked == {threat.looks}


def test_few_answers_of_the_corpus_are_marked() -> None:
    """Right and wrong answers as they are graded, solutions and stubs; no stub and no solution at all."""
    given = [*(ROOT / "exercises").glob("*.py"), *(ROOT / "solutions").glob("*.py")]
    texts = [path.read_bytes() for path in given]
    assert [scan(text).places for text in texts] == [()] * len(texts)
    for exercise in course.exercises():
        texts += [one.text.encode() for one in corpus(exercise.number)]
        texts += [content(path) for path in all_right_answers(exercise.number)]
    marked = sum(bool(scan(text).places) for text in texts)
    assert len(texts) > 500
    assert 0 < marked / len(texts) <= FEW
