"""The content proves itself: stubs are not solved, right answers pass, wrong ones are caught."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.grading import (
    ROOT,
    all_right_answers,
    corpus,
    first_not_passed,
    grade,
    grade_paths,
    graded_corpus,
    letters,
    misconceptions,
    other_pythons,
    right_answers,
    said,
    solution,
)

from grader import course
from grader.kit.checkout import Checkout
from grader.kit.signatures import naming_problems, read_declared, unshown_problems

BELITTLING = {"just", "simply", "obviously", "easy", "easily", "trivial", "stupid", "great", "wow"}
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
    """Each wrong answer is told its own misconception and rule, and never faults the grader."""
    graded = graded_corpus(number)
    assert len(graded) >= 20
    told = {one.path.name: first_not_passed(grade) for one, grade in graded}
    wanted = {one.path.name: (one.check, one.misconception, one.rule) for one, _ in graded}
    review = {name for name, (check, _, _) in wanted.items() if check.endswith("R")}
    assert {name: told[name] for name in told if name not in review} == {
        name: wanted[name] for name in wanted if name not in review
    }
    assert not any(grade.faulted for _, grade in graded)


@pytest.mark.parametrize("number", NUMBERS)
def test_each_check_alone_catches_two_wrong_answers(number: int) -> None:
    """Every check teaches something that no other check would have told."""
    alone: dict[int, int] = dict.fromkeys(range(8), 0)
    for _, graded in graded_corpus(number):
        shown = letters(graded)
        if shown.count("p") == len(shown) - 1:
            alone[min(i for i, letter in enumerate(shown) if letter != "p")] += 1
    assert min(alone.values()) >= 2, alone


@pytest.mark.parametrize("number", NUMBERS)
def test_every_finding_and_signature_is_shown_by_a_wrong_answer(number: int) -> None:
    """And no name is told without its signature, nor one signature under two names."""
    graded = graded_corpus(number)
    checkout, exercise = Checkout(root=ROOT), course.exercise(number)
    declared = read_declared(checkout, exercise)
    problems = list(unshown_problems(checkout, declared, [each for _, each in graded]))
    for one, each in graded:
        problems += naming_problems(declared, one.path.name, "", each)
    assert not problems


@pytest.mark.parametrize("number", NUMBERS)
def test_findings_are_short_kind_and_not_alike(number: int) -> None:
    """Forty to eighty words, nothing that belittles, and one text for one mistake."""
    texts: dict[str, str | None] = {}
    for one, graded in graded_corpus(number):
        for verdict in graded.verdicts:
            found = verdict.finding
            if found is None:
                continue
            text = f"{found.observed} {found.expected} {found.why} {found.next_step}"
            words = text.split()
            assert 40 <= len(words) <= 80, (one.path.name, len(words), text)
            assert not {word.strip(".,:;").lower() for word in words} & BELITTLING, text
            assert "assert " not in text
            assert texts.setdefault(text, found.misconception) == found.misconception


@pytest.mark.parametrize("number", NUMBERS)
def test_guests_of_other_python_versions_give_the_same_verdicts(number: int) -> None:
    """The guest's version changes neither a right answer's marks nor a wrong one's finding.

    A fourth of the wrong answers and every right one, the versions taken in turn;
    `python tests/drill.py versions` grades all of them on each.
    """
    pythons = other_pythons()
    if not pythons:
        pytest.skip(
            "needs python3.11, python3.12 or python3.13 beside this one, on PATH or in pyenv"
        )
    paths = [one.path for one in corpus(number)[::4]] + right_answers(number)
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
