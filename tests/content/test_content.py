"""The content proves itself: stubs are not solved, right answers pass, wrong ones are caught."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.grading import (
    all_right_answers,
    corpus,
    first_not_passed,
    grade,
    grade_paths,
    graded_wrong_answers,
    letters,
    misconceptions,
    one_for_each_finding,
    other_pythons,
    right_answers,
    said,
    solution,
)

from grader import course

NUMBERS = sorted(course.slugs())


@pytest.mark.parametrize("number", NUMBERS)
def test_stub_scores_nothing_and_says_not_started_once(number: int) -> None:
    """An untouched stub gets one friendly finding and no point."""
    graded = grade(number, course.stub(course.exercise(number)))
    assert graded.earned == 0
    assert misconceptions([graded]) == ["not_started"]
    assert set(letters(graded)) == {"b"}


@pytest.mark.parametrize("number", NUMBERS)
def test_solution_and_other_right_answers_get_full_marks(number: int) -> None:
    """However a right answer is written, it loses no point."""
    paths = all_right_answers(number)
    assert len(paths) >= 5
    for path, graded in zip(paths, grade_paths(number, paths), strict=True):
        assert letters(graded) == "p" * len(graded.verdicts), path


@pytest.mark.parametrize("number", NUMBERS)
def test_wrong_answers_are_caught_first_by_the_check_on_their_label(number: int) -> None:
    """The first of each check is told its own misconception and rule, and never faults the grader.

    `grade kit verify`, which `.ci/run` runs, grades the whole corpus by three seeds, and proves what
    it must show together: two answers that only a check catches, every finding and signature, and
    texts that are short and kind.
    """
    graded = graded_wrong_answers(number)
    assert len(graded) >= len(course.checks(course.exercise(number)))
    assert len(corpus(number)) >= 20
    told = {one.path.name: first_not_passed(grade) for one, grade in graded}
    wanted = {one.path.name: (one.check, one.misconception, one.rule) for one, _ in graded}
    review = {name for name, (check, _, _) in wanted.items() if check.endswith("R")}
    assert {name: told[name] for name in told if name not in review} == {
        name: wanted[name] for name in wanted if name not in review
    }
    assert not any(grade.faulted for _, grade in graded)


@pytest.mark.long
@pytest.mark.parametrize("number", NUMBERS)
def test_guests_of_other_python_versions_give_the_same_verdicts(number: int) -> None:
    """The guest's version changes neither a right answer's marks nor a wrong one's finding.

    A fourth of one wrong answer for each finding and every right one, the versions taken in turn;
    `python tests/drill.py versions` grades the whole corpus on each.
    """
    pythons = other_pythons()
    if not pythons:
        pytest.skip(
            "needs python3.11, python3.12 or python3.13 beside this one, on PATH or in pyenv"
        )
    paths = [one.path for one in one_for_each_finding(number)[::4]] + right_answers(number)
    for place, python in enumerate(pythons):
        share = paths[place :: len(pythons)]
        for path, ours, theirs in zip(
            share,
            grade_paths(number, share),
            grade_paths(number, share, python=python),
            strict=True,
        ):
            assert said(theirs) == said(ours), f"{path.name} on {python}"


@pytest.mark.parametrize("number", NUMBERS)
def test_one_seed_gives_one_report_and_another_seed_another(number: int) -> None:
    """Names and values come from the seed and from nothing else."""
    wrong = corpus(number)[0].text
    one, same, other = (grade(number, wrong, seed=seed) for seed in ("a", "a", "b"))
    findings = [[v.finding for v in g.verdicts if v.finding] for g in (one, same, other)]
    assert findings[0] == findings[1]
    assert findings[0] != findings[2]


def test_solutions_are_not_installed_with_the_package() -> None:
    """What is installed holds checks, rules and stubs, and no solution."""
    texts = [path.read_text("utf-8") for path in Path(course.__file__).parent.rglob("*.py")]
    assert len(texts) > 30
    for number in NUMBERS:
        assert course.stub(course.exercise(number))
        assert solution(number) not in texts


def test_what_is_said_of_copied_out_names_is_said_of_ordinary_imports() -> None:
    """A lazy import (PEP 810) copies the name at its first use, and the story would end otherwise."""
    assert "and not lazily" in course.stub(course.exercise(3)).decode()
    assert "(a lazy import: at its first use)" in course.rule_numbered(3).why
