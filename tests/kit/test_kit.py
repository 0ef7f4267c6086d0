"""`grade kit` proves the content, finds each kind of planted fault, and scaffolds an exercise."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from support.grading import ROOT, run, wrong_answer

from grader import course
from grader.kit.checkout import find_checkout
from grader.kit.structure import structure

SLUG = course.exercise(1).slug


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the checkout, as small as a proof of exercise 1 needs."""
    for part in ("exercises", "solutions"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    # With what is compiled of it already; a file that a test changes is compiled anew.
    shutil.copytree(ROOT / "grader", tmp_path / "grader")
    for kind in ("misconceptions", "correct"):
        for number in course.slugs():
            folder = tmp_path / "tests" / kind / f"exercise_{number}"
            shutil.copytree(ROOT / "tests" / kind / f"exercise_{number}", folder)
    return tmp_path


def kit(clone: Path, *arguments: str, inside: str = "") -> subprocess.CompletedProcess[str]:
    """Run the clone's own kit, not the installed one, in the clone or in a folder inside."""
    return subprocess.run(
        [sys.executable, "-m", "grader", *arguments],
        cwd=clone / inside,
        env={**os.environ, "PYTHONPATH": str(clone)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_checkout_is_whole() -> None:
    """Nothing is missing, stray or half described, and every rule is taught twice."""
    assert not list(structure(find_checkout(ROOT)))


def few_answers(clone: Path) -> None:
    """Keep one wrong answer and a right one beside the solution, so that a proof takes seconds."""
    for kind, kept in (("misconceptions", "always_the_same"), ("correct", "")):
        paths = sorted((clone / "tests" / kind / "exercise_1").glob("*.py"))
        paths.remove(next(one for one in paths if one.stem == kept or not kept))
        for path in paths:
            path.unlink()


def solved_stub(clone: Path) -> str:
    """Put the solution where the stub is."""
    shutil.copy(clone / "solutions" / f"{SLUG}.py", clone / "exercises" / f"{SLUG}.py")
    return f"exercises/{SLUG}.py earns 8 points"


def broken_solution(clone: Path) -> str:
    """Make one function of the solution wrong."""
    path = clone / "solutions" / f"{SLUG}.py"
    path.write_text(
        path.read_text("utf-8").replace("return first is second", "return True"), "utf-8"
    )
    return f"solutions/{SLUG}.py is a right answer and loses points"


def stray_file(clone: Path) -> str:
    """Leave a file that mirrors nothing."""
    (clone / "exercises" / "notes.py").write_text("")
    return "exercises/notes.py mirrors no check module"


def mislabelled(clone: Path) -> str:
    """Label a wrong answer with a check that does not catch it."""
    path = clone / "tests" / "misconceptions" / "exercise_1" / "always_the_same.py"
    path.write_text(path.read_text("utf-8").replace("check 1.6", "check 1.2"), "utf-8")
    return "always_the_same.py is told always_true at check 1.6"


def toothless_check(clone: Path) -> str:
    """Make a check that never fails."""
    path = clone / "grader" / "checks" / SLUG / "checks.py"
    text = path.read_text("utf-8")
    sentence = '    """same_module says True'
    assert sentence in text
    path.write_text(text.replace(sentence, f'    """Holds."""\n    return\n{sentence}'), "utf-8")
    return "check 1.6 is the only one to catch 0 wrong answers"


def rule_without_checks(clone: Path) -> str:
    """Take a rule's checks away."""
    for path in (clone / "grader" / "checks").glob("exercise_*/checks.py"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("rule=REACH_THROUGH_MODULE", "rule=CHECK_THE_CACHE"), "utf-8")
    return "rule 3 is taught by 0 checks"


def finding_that_nobody_is_told(clone: Path) -> str:
    """Add a finding that no check reports."""
    path = clone / "grader" / "checks" / SLUG / "findings.toml"
    text = '\n[never_told]\nobserved = ""\nexpected = ""\nwhy = ""\nnext_step = ""\n'
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    return ", never_told"


def always_true(clone: Path, part: str, text: str) -> None:
    """Give a part of the finding that the one wrong answer is told another text."""
    path = clone / "grader" / "checks" / SLUG / "findings.toml"
    table = re.search(r"\n\[always_true\]\n.*?(?=\n\[)", path.read_text("utf-8"), re.DOTALL)
    assert table is not None
    changed = re.sub(rf"(?m)^{part} = .*$", f'{part} = "{text}"', table[0])
    assert changed != table[0]
    path.write_text(path.read_text("utf-8").replace(table[0], changed), "utf-8")


def short_finding(clone: Path) -> str:
    """Word a finding in fewer than forty words."""
    always_true(clone, "why", "No.")
    return "words for tests/misconceptions/exercise_1/always_the_same.py, not 40 at least"


def belittling_finding(clone: Path) -> str:
    """Word a finding so that it belittles whoever reads it."""
    always_true(clone, "next_step", "Obviously the two are not one.")
    return "the finding always_true says “obviously”"


def vector_of_two_names(clone: Path) -> str:
    """Make one wrong answer fit the signatures of two mistakes."""
    path = clone / "grader" / "checks" / SLUG / "identity.py"
    text = path.read_text("utf-8")
    first = "    Signature("
    assert first in text
    extra = '    Signature("by_name", results={True}),\n'
    path.write_text(text.replace(first, f"{extra}{first}", 1), "utf-8")
    return "always_the_same.py has at check 1.6 the signature of by_name and also of always_true"


@pytest.mark.parametrize(
    "faults",
    [
        # The stub is solved before the solution is broken.
        (
            solved_stub,
            broken_solution,
            stray_file,
            mislabelled,
            rule_without_checks,
            finding_that_nobody_is_told,
            short_finding,
            belittling_finding,
        ),
        # Without its check the broken solution would be a right one.
        pytest.param((toothless_check,), marks=pytest.mark.long),
        # The mislabelled answer would have another name.
        pytest.param((vector_of_two_names,), marks=pytest.mark.long),
    ],
    ids=["many", "check", "signature"],
)
def test_planted_faults_are_found_and_named(
    clone: Path, faults: Sequence[Callable[[Path], str]]
) -> None:
    """Exit status 3, each file, and what to do; one fault hides no other."""
    few_answers(clone)
    says = [plant(clone) for plant in faults]
    done = kit(clone, "kit", "verify", "--exercise", "1", "--no-mutants", "--format", "json")
    assert done.returncode == 3, done.stderr[-800:]
    problems = [f"{p['file']} {p['message']}" for p in json.loads(done.stdout)["problems"]]
    assert not [one for one in says if not any(one in problem for problem in problems)], problems
    assert all(problem["next_step"] for problem in json.loads(done.stdout)["problems"])


def test_a_scaffolded_exercise_is_sound_when_its_blank_is_filled_in(clone: Path) -> None:
    """Four mirrored files and wrong answers; no line of the framework is touched."""
    number = max(course.slugs()) + 1
    before = {path: path.read_bytes() for path in (clone / "grader").glob("*.py")}
    made = kit(clone, "kit", "new", "late_binding")
    assert made.returncode == 0, made.stderr
    proof = ("kit", "verify", "--exercise", str(number), "--format", "json")
    stub = clone / "exercises" / f"exercise_{number}_late_binding.py"
    refused = kit(clone, *proof, "--no-mutants")
    assert refused.returncode == 3
    (problem,) = json.loads(refused.stdout)["problems"]
    assert problem["file"].endswith(stub.name)
    assert (problem["line"], problem["message"]) == (3, "still says TODO")
    stub.write_text(stub.read_text("utf-8").replace("TODO: say", "Say"), "utf-8")
    proved = kit(clone, *proof)
    assert proved.returncode == 0, proved.stdout[-2000:] + proved.stderr[-500:]
    proof = json.loads(proved.stdout)["exercises"][0]
    assert (proof["wrong"], proof["as_labelled"]) == (3, 3)
    assert before == {path: path.read_bytes() for path in (clone / "grader").glob("*.py")}
    assert "counted_once" in kit(clone, "rules", "--coverage").stdout
    assert kit(clone, "kit", "new", "late_binding").returncode in {0, 2}
    assert kit(clone, "kit", "new", "Late Binding").returncode == 2


def test_coverage_and_usage_on_the_command_line(tmp_path: Path) -> None:
    """`grade rules --coverage` works anywhere; `grade kit` wants a checkout."""
    assert "always_true" in run("rules", "--coverage", folder=tmp_path).out
    done = run("kit", "verify", folder=tmp_path)
    assert done.status == 2
    assert "no checkout" in done.err


WRONG = "tests/misconceptions/exercise_1/always_the_same.py"


def test_the_graded_text_of_a_wrong_answer_can_be_printed() -> None:
    """To standard output, from anywhere in the checkout; nothing is graded."""
    shown = kit(ROOT, "kit", "verify", "--show", WRONG)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout == wrong_answer(1, "always_the_same")
    inside = kit(ROOT, "kit", "verify", "--show", WRONG.removeprefix("tests/"), inside="tests")
    assert inside.stdout == shown.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--show", f"solutions/{SLUG}.py"], "is no wrong answer of the corpus"),
        (["--show", "tests/misconceptions/exercise_1/none.py"], "is no wrong answer of the corpus"),
        (["--show", WRONG, "--exercise", "1"], "do not go together"),
    ],
)
def test_a_text_that_is_not_of_the_corpus_is_not_shown(options: list[str], says: str) -> None:
    """Exit status 2, and what to name."""
    refused = kit(ROOT, "kit", "verify", *options)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert says in refused.stderr


def test_a_wrong_answer_that_cannot_be_put_together_is_not_shown(clone: Path) -> None:
    """The file, what is wrong with it or its solution, and what to do."""
    path = clone / WRONG
    path.write_text("def same_module(:\n", "utf-8")
    refused = kit(clone, "kit", "verify", "--show", WRONG)
    assert refused.returncode == 2
    assert f"{WRONG} does not parse on line 1" in refused.stderr
    (clone / "solutions" / f"{SLUG}.py").unlink()
    refused = kit(clone, "kit", "verify", "--show", WRONG)
    assert refused.returncode == 2
    assert f"{WRONG} has no solution" in refused.stderr


@pytest.mark.parametrize("options", [[], ["--exercise", "9"], ["--show", WRONG]])
def test_a_kit_that_is_not_the_checkout_proves_nothing(clone: Path, options: list[str]) -> None:
    """It would grade by the checks that are installed, and would not know a new exercise."""
    refused = run("kit", "verify", *options, folder=clone)
    assert (refused.status, refused.out) == (2, "")
    assert "is not this checkout" in " ".join(refused.err.split())
    assert "pip install -e ." in " ".join(refused.err.split())


def test_a_kit_that_is_not_the_checkout_scaffolds_and_says_so(clone: Path) -> None:
    """A second exercise gets a number of its own, although the kit does not know the first."""
    number = max(course.slugs()) + 1
    for place, name in enumerate(("late_binding", "star_import")):
        made = run("kit", "new", name, folder=clone)
        assert made.status == 0, made.err
        assert (clone / "exercises" / f"exercise_{number + place}_{name}.py").is_file()
        assert "pip install -e ." in made.out
    assert "pip install -e ." not in kit(clone, "kit", "new", "live_names").stdout
