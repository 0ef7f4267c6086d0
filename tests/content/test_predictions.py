"""Check 3.8: a prediction that is missing blocks it, one that cannot be compared fails it by name."""

from __future__ import annotations

import pytest
from support.grading import finding_of, grade, solution

from grader.checks.exercise_3_globals.stories import STORIES
from grader.model import Judgement
from grader.reports.wording import waiting_for

RIGHT = dict.fromkeys(STORIES, "old") | {
    "rebound": "new",
    "reloaded": "new",
    "name_removed": "error",
}


def with_predictions(text: str) -> str:
    """Return the reference answer with other predictions behind its own."""
    return f"{solution(3)}\n{text}\n"


def display(changes: dict[str, object], *, without: tuple[str, ...] = ()) -> str:
    """Return an assignment of the right predictions with *changes*."""
    predicted = {key: word for key, word in RIGHT.items() if key not in without}
    return f"PREDICTIONS = {predicted | changes!r}"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (display({"run_as_script": None}), "`run_as_script`"),
        (display({}, without=("left_out_of_all",)), "`left_out_of_all`"),
        (display({"rebound": None}, without=("copied_out",)), "`rebound`, `copied_out`"),
    ],
)
def test_a_prediction_that_is_missing_leaves_nothing_to_compare(text: str, named: str) -> None:
    """The check waits, whatever the others say; a wrong one among them is not given away."""
    for answer in (text, text.replace("'name_removed': 'error'", "'name_removed': 'old'")):
        graded = grade(3, with_predictions(answer))
        verdict = graded.verdicts[-1]
        assert (verdict.judgement, graded.earned) == (Judgement.BLOCKED, 7)
        assert waiting_for(verdict) == "not run: waits for PREDICTIONS"
        found = finding_of(graded, "3.8")
        assert found.misconception == "predictions_incomplete"
        assert found.observed == f"Not predicted yet: {named}. Nothing has been compared."
        assert found.rule is None


@pytest.mark.parametrize("text", ["PREDICTIONS = {}", display(dict.fromkeys(STORIES))])
def test_without_any_prediction_nothing_is_started(text: str) -> None:
    """As with a function that is not written."""
    verdict = grade(3, with_predictions(text)).verdicts[-1]
    assert verdict.judgement is Judgement.BLOCKED
    assert verdict.finding is not None
    assert verdict.finding.misconception == "not_started"


def test_a_file_without_the_name_waits_for_it() -> None:
    """Nothing there is wrong."""
    verdict = grade(3, solution(3).replace("PREDICTIONS", "PREDICTION")).verdicts[-1]
    assert verdict.judgement is Judgement.BLOCKED
    assert verdict.finding is not None
    assert "assigns nothing to `PREDICTIONS`" in verdict.finding.observed


LONG = "x" * 3000


@pytest.mark.parametrize(
    ("text", "misconception", "observed"),
    [
        (
            display({"name_remove": "error"}, without=("name_removed",)),
            "predictions_unknown_story",
            "No story has the name `name_remove`. There is none for `name_removed`: is that the one?",
        ),
        (
            display({"reload": None}, without=("reloaded",)),
            "predictions_unknown_story",
            "No story has the name `reload`. There is none for `reloaded`: is that the one?",
        ),
        (
            display({"deleted": "old", LONG: "old", 7: "old", "more": "old"}),  # type: ignore[dict-item]
            "predictions_unknown_story",
            f"No story has the name `deleted`, `{'x' * 39}…`, `7`, and 1 more.",
        ),
        (
            display({"rebound": "New", "copied_out": None}),
            "predictions_unknown_word",
            "None of the three words: `rebound` is 'New'.",
        ),
        (
            display({"rebound": {1, 2}, "reloaded": LONG, "forgotten": 3j, "file_edited": b"old"}),
            "predictions_unknown_word",
            "None of the three words: `file_edited` is b'old', "
            f"`rebound` is a set of 2 items, `reloaded` is '{'x' * 38}…, and 1 more.",
        ),
        (
            "NEW = 'new'\n" + display({"rebound": 1}).replace("1", "NEW"),
            "predictions_not_literal",
            "`PREDICTIONS` is not one plain literal: the value of `rebound` would have to be computed.",
        ),
        (
            f"PREDICTIONS = {RIGHT!r} | dict(rebound='new')",
            "predictions_not_literal",
            "`PREDICTIONS` is not one plain literal: the value would have to be computed.",
        ),
    ],
    ids=["misspelt", "misspelt and open", "several", "word", "no words", "a name", "computed"],
)
def test_what_cannot_be_compared_fails_and_is_named(
    text: str, misconception: str, observed: str
) -> None:
    """Also beside a prediction that is missing."""
    graded = grade(3, with_predictions(text))
    assert graded.verdicts[-1].judgement is Judgement.FAILED
    found = finding_of(graded, "3.8")
    assert (found.misconception, found.observed) == (misconception, observed)


def test_the_line_is_that_of_the_key() -> None:
    """It is the one to change."""
    text = 'PREDICTIONS = {\n    "file_edited": "old",\n    "file_deletd": "old",\n}'
    found = finding_of(grade(3, with_predictions(text)), "3.8")
    assert found.source == '"file_deletd": "old",'
    text = text.replace('"old",\n    "file_deletd": "old"', 'str(1),\n    "rebound": str(2)')
    found = finding_of(grade(3, with_predictions(text)), "3.8")
    assert found.source == '"file_edited": str(1),'
