"""Each thing that is wrong with the content of an exercise is one sentence with a next step."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from support.grading import ROOT, solution

from grader import course
from grader.channel.outcomes import TimedOut
from grader.errors import Fault
from grader.examiner.explain_outcome import explain_outcome
from grader.kit import signatures, structure, verify
from grader.kit.checkout import Checkout
from grader.kit.mutations import Mutant
from grader.kit.wrong_answer import WrongAnswer
from grader.model import Attempt, Exercise, Finding, Grade, Judgement, Submission, Verdict

ONE = course.exercise(1)
CHECKS = course.checks(ONE)
HERE = Checkout(root=ROOT)
DECLARED = signatures.read_declared(HERE, ONE)
BLOCKED = Verdict(check=CHECKS[0], judgement=Judgement.BLOCKED, blocked_by="1.2")
FAULTED = Verdict(check=CHECKS[0], judgement=Judgement.FAULTED, evidence=("a trace",))


def failed(place: int, misconception: str | None) -> Verdict:
    """Return the verdict of a check that failed with that misconception."""
    finding = Finding(
        misconception=misconception,
        observed="o",
        expected="e",
        why="w",
        next_step="n",
        rule=None,
        call="",
    )
    return Verdict(check=CHECKS[place], judgement=Judgement.FAILED, finding=finding)


OUT_OF_TIME = explain_outcome(
    TimedOut(seconds=5.0), function="forget", call="forget(module)", file="x.py", prop=False
).finding
WAITING = replace(failed(0, "m"), judgement=Judgement.BLOCKED)


def graded(*verdicts: Verdict) -> Grade:
    """Return a grade of exercise 1; checks without a verdict of their own have passed."""
    told = {verdict.check.number: verdict for verdict in verdicts}
    empty = Submission(id="", label="answer.py", files={})
    return Grade(
        attempt=Attempt(exercise=ONE, submission=empty, seed="seed"),
        verdicts=tuple(
            told.get(check.number, Verdict(check=check, judgement=Judgement.PASSED))
            for check in CHECKS
        ),
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"points": 99}, "its checks add up to"),
        ({"hints": ("one", " ", "three")}, "has not three hints"),
        ({"title": ""}, "has no title or no functions"),
        ({"functions": ()}, "has no title or no functions"),
    ],
)
def test_an_exercise_whose_description_is_not_complete_is_told(
    changed: dict[str, object], said: str
) -> None:
    """That alone: the rest of it is as it was."""
    (problem,) = structure.metadata(HERE, dataclasses.replace(ONE, **changed))  # type: ignore[arg-type]
    assert problem.message.startswith(said)
    assert problem.next_step


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sentence": "same_module says True"}, "check 1.1 has no sentence"),
        ({"needs": ("1.2", "9.9")}, "check 1.1 needs 9.9, which does not exist"),
    ],
)
def test_a_check_whose_description_is_wrong_is_told(
    changed: dict[str, object], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A need that exists is none of it."""
    first = dataclasses.replace(CHECKS[0], **changed)  # type: ignore[arg-type]
    monkeypatch.setattr(course, "checks", lambda _: (first, *CHECKS[1:]))
    (problem,) = structure.metadata(HERE, ONE)
    assert problem.message == said


@pytest.fixture
def bare(tmp_path: Path) -> Checkout:
    """A checkout with every stub and solution, and no answers."""
    for folder in ("exercises", "solutions", "grader", "tests/misconceptions/exercise_1"):
        (tmp_path / folder).mkdir(parents=True)
    for slug in course.slugs().values():
        for folder in ("exercises", "solutions"):
            (tmp_path / folder / f"{slug}.py").touch()
    return Checkout(root=tmp_path)


def test_an_exercise_without_another_right_answer_is_told(bare: Checkout) -> None:
    """One right answer proves little about the checks."""
    (problem,) = structure.metadata(bare, ONE)
    assert problem.message == "has no other right answer"


def test_a_missing_stub_and_a_stray_answer_are_told(bare: Checkout) -> None:
    """Every file of the content is looked for, and every other one is asked about."""
    assert not list(structure.stray_and_missing(bare))
    (bare.root / "exercises" / f"{ONE.slug}.py").unlink()
    (bare.root / "tests/misconceptions/exercise_1/notes.txt").touch()
    (bare.root / "tests/misconceptions/exercise_1/equivalent.toml").touch()
    (bare.root / "tests/misconceptions/loose.py").touch()
    told = {problem.file: problem.message for problem in structure.stray_and_missing(bare)}
    assert told == {
        f"exercises/{ONE.slug}.py": "is missing",
        "tests/misconceptions/exercise_1/notes.txt": "is no answer to any exercise",
        "tests/misconceptions/loose.py": "is no answer to any exercise",
    }


def test_a_wrong_answer_without_a_label_is_told_and_left_out(bare: Checkout) -> None:
    """Nobody knows what it should be told."""
    (bare.root / "tests/misconceptions/exercise_1/unlabelled.py").write_text("x = 1\n")
    found, problems = structure.wrong_answers(bare, ONE)
    assert not found
    (problem,) = problems
    assert problem.message == "has no label"


def test_a_stub_that_still_has_a_blank_is_refused_with_its_line(bare: Checkout) -> None:
    """What `grade kit new` writes is no text for learners yet."""
    assert not list(structure.unfinished_texts(bare, ONE))
    bare.stub(ONE).write_text('"""Exercise 1.\n\nTODO: say what to do.\n"""\n')
    (problem,) = structure.unfinished_texts(bare, ONE)
    assert (problem.line, problem.message) == (3, "still says TODO")


@pytest.mark.parametrize("text", ["def (", "x = '\0'", None])
def test_without_a_solution_that_parses_nothing_is_graded_against_it(
    bare: Checkout, text: str | None
) -> None:
    """One problem, and not one more for each wrong answer."""
    (bare.root / "tests/misconceptions/exercise_1/unlabelled.py").write_text("x = 1\n")
    if text is None:
        bare.solution(ONE).unlink()
        problems = list(structure.stray_and_missing(bare))
    else:
        bare.solution(ONE).write_text(text)
        problems = list(structure.unfinished_texts(bare, ONE))
    assert [problem.message for problem in problems] == [
        "is missing" if text is None else "does not parse"
    ]
    assert structure.wrong_answers(bare, ONE) == ([], [])
    corpus = verify.read_corpus(bare, ONE, with_mutants=True)
    assert (corpus.right, corpus.wrong, corpus.mutants, corpus.problems) == ((), (), (), ())


def wrong(
    check: str = "1.1", misconception: str | None = "m", *, blocks: bool = False
) -> WrongAnswer:
    """Return a wrong answer with that label, rule of the first check."""
    path = ROOT / "tests/misconceptions/exercise_1/x.py"
    return WrongAnswer(
        path=path, text="", check=check, blocks=blocks, misconception=misconception, rule=None
    )


@pytest.mark.parametrize(
    ("one", "grades", "said"),
    [
        (wrong(), [graded(), graded(FAULTED)], "faults the grader at "),
        (wrong(check="1.R"), [graded()], "is no unfinished explanation"),
        (wrong(), [graded()], "gets full marks"),
        (wrong(), [graded(failed(0, "other"))], "is told other at check 1.1"),
        (wrong(check="1.2"), [graded(failed(0, "m"))], "is told m at check 1.1"),
        (wrong(), [graded(failed(0, None))], "is told no name at check 1.1, rule None; its label"),
        (wrong(misconception=None), [graded(failed(0, "m"))], "is told m at check 1.1"),
        (wrong(misconception=None), [graded(BLOCKED)], "is blocked at check 1.1, without a"),
        (wrong(), [graded(WAITING)], "has check 1.1 blocked, as `# blocks:` would say"),
        (wrong(blocks=True), [graded(failed(0, "m"))], "has check 1.1 failed, as `# caught by:`"),
        (
            wrong(),
            [graded(failed(0, "m")), graded(failed(0, "m"), failed(1, "m"))],
            "gets verdicts that depend on the seed",
        ),
    ],
    ids=[
        "faults",
        "explanation",
        "full marks",
        "other words",
        "other check",
        "no name",
        "a name too many",
        "no finding",
        "blocked",
        "not blocked",
        "seed",
    ],  # fmt: skip,
)
def test_a_wrong_answer_that_is_not_told_what_its_label_says_is_a_problem(
    one: WrongAnswer, grades: list[Grade], said: str
) -> None:
    """The first thing that is wrong, and only that."""
    (problem,) = verify._wrong_problems(HERE, DECLARED, one, grades)
    assert problem.message.startswith(said)
    assert problem.file.endswith("x.py")


def test_a_wrong_answer_that_is_told_its_label_is_no_problem() -> None:
    """At every seed the same."""
    same = graded(failed(0, "m"))
    assert not list(verify._wrong_problems(HERE, DECLARED, wrong(), [same, same]))
    nameless = graded(failed(0, None))
    assert not list(
        verify._wrong_problems(HERE, DECLARED, wrong(misconception=None), [nameless, nameless])
    )


def test_the_first_loss_is_told_with_what_was_seen() -> None:
    """A fault has evidence where a failed check has a finding."""
    assert verify._first_loss(graded(FAULTED)) == "check 1.1 (faulted): a trace"
    assert verify._first_loss(graded(failed(1, "m"))) == "check 1.2 (m)"
    assert verify._first_loss(graded()) == "no check"


def test_mutants_are_to_be_caught_or_explained_and_the_list_to_be_true() -> None:
    """A fault, a survivor without a reason, and a line about no survivor."""
    text = solution(1).replace("return first is second", "return first == second")
    verdicts = {
        "faulting": graded(FAULTED),
        "caught": graded(failed(0, "m")),
        "unexplained": graded(),
        "explained": graded(),
    }
    corpus = verify.Corpus(
        exercise=ONE,
        mutants=tuple(Mutant(name=name, line=7, source=text) for name in verdicts),
        equivalents={"explained": "the same thing", "gone": "once the same thing"},
    )
    told = list(verify._mutant_problems(HERE, corpus, verdicts))
    assert [problem.line for problem in told] == [7, 7, None]
    assert {"-    return first is second", "+    return first == second"} <= set(told[1].diff)
    assert [problem.message for problem in told] == [
        "the mutant “faulting” faults the grader at check 1.1 (faulted): a trace",
        "the mutant “unexplained” still gets full marks",
        "lists “gone”, which is no mutant with full marks",
    ]


def test_a_check_module_that_declares_another_exercise_is_our_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As one that declares none: nobody can be graded by it."""
    module = types.ModuleType("checks")
    monkeypatch.setattr(course, "check_module", lambda _: module)
    with pytest.raises(Fault, match="does not begin with its own Exercise"):
        course.exercise(1)
    module.__dict__["EXERCISE"] = Exercise
    with pytest.raises(Fault):
        course.exercise(1)


def test_a_check_without_mark_or_sentence_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would have no rule, no points or no line in the report."""

    def check_nothing() -> None:
        return

    module = types.ModuleType("checks")
    module.__dict__["check_nothing"] = check_nothing
    monkeypatch.setattr(course, "check_module", lambda _: module)
    with pytest.raises(Fault, match="check_nothing needs @check"):
        course.checks(ONE)


def test_a_stub_that_was_not_installed_is_our_fault() -> None:
    """`grade start` says so, instead of writing an empty file."""
    with pytest.raises(Fault, match="is not part of this installation"):
        course.stub(dataclasses.replace(ONE, slug="exercise_9_nowhere"))


def test_an_answer_that_runs_out_of_time_is_graded_again_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A busy machine is no fault of it; one whose label says that it takes too long is believed."""
    labelled = replace(wrong(), path=ROOT / "endless.py", misconception="time_limit")
    corpus = verify.Corpus(exercise=ONE, right=(HERE.solution(ONE),), wrong=(wrong(), labelled))
    calls: list[tuple[int, list[str]]] = []

    def grade_many(attempts: list[Attempt], _: object, *, slots: int) -> Iterator[Grade]:
        calls.append((slots, [one.submission.id for one in attempts]))
        late = replace(failed(0, "time_limit"), finding=OUT_OF_TIME)
        for one in attempts:
            passed = len(calls) > 1 or one.submission.id == "stub"
            yield replace(graded() if passed else graded(late), attempt=one)

    monkeypatch.setattr(verify, "grade_many", grade_many)
    finished: list[int] = []
    with ThreadPoolExecutor(1) as executor:
        grades = verify._graded(corpus, executor, 2, "", finished.append)
    names = [str(HERE.solution(ONE)), str(wrong().path)] * len(verify.SEEDS)
    assert calls[1:] == [(1, [name]) for name in names]
    assert calls[0][0] == 2
    assert sum(finished) == len(grades) == 1 + 3 * len(verify.SEEDS)
    lost = {name for (name, _), one in grades.items() if one.earned < one.possible}
    assert lost == {str(labelled.path)}
