"""Nothing around a learner's file, and nothing in it, changes a verdict or outlives a check."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from support.grading import attempt, corpus, letters, run, solution

from grader import course
from grader.host.examiner_process import examine

SPOILERS = {
    "conftest.py": "raise SystemExit('conftest')",
    "pytest.ini": "[pytest]\naddopts = --collect-only\n",
    "tox.ini": "[pytest]\naddopts = --no-such-option\n",
    "setup.cfg": "[tool:pytest]\naddopts = --no-such-option\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--no-such-option'\n",
    "pytest.py": "raise SystemExit('pytest')",
    "json.py": "raise SystemExit('json')",
    "types.py": "raise SystemExit('types')",
    "sitecustomize.py": "raise SystemExit('sitecustomize')",
    "usercustomize.py": "raise SystemExit('usercustomize')",
    "grader/__init__.py": "raise SystemExit('grader')",
    "exercise_1_identity.py": "raise SystemExit('shadow')",
    ".env": "PYTEST_ADDOPTS=--collect-only\n",
}
ENVIRONMENT = {
    "PYTEST_ADDOPTS": "--collect-only",
    "PYTEST_PLUGINS": "no_such_plugin",
    "PYTHONSTARTUP": "conftest.py",
    "PYTHONWARNINGS": "error",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def without_times(report: dict[str, object]) -> dict[str, object]:
    """Return a JSON report with the times of its checks taken out."""
    checks = report["checks"]
    assert isinstance(checks, list)
    return {**report, "checks": [{**one, "seconds": 0} for one in checks]}


@pytest.mark.parametrize("right", [True, False])
def test_files_and_variables_around_the_answer_change_nothing(
    tmp_path: Path, *, right: bool
) -> None:
    """Configuration, plugins and modules of a learner's folder have no part in a grading."""
    source = solution(1) if right else corpus(1)[0].text
    plain, spoilt = tmp_path / "plain", tmp_path / "spoilt"
    for folder in (plain, spoilt):
        folder.mkdir()
        (folder / "answer.py").write_text(source, "utf-8")
    for name, text in SPOILERS.items():
        (spoilt / name).parent.mkdir(exist_ok=True)
        (spoilt / name).write_text(text, "utf-8")
    arguments = ("exercise", "1", "answer.py", "--seed", "a", "--format", "json")
    first = run(*arguments, folder=plain)
    second = run(
        *arguments, folder=spoilt, environment={**ENVIRONMENT, "PYTHONPATH": _python_path(spoilt)}
    )
    assert first.status == second.status == (0 if right else 1), second.err
    assert without_times(first.json) == without_times(second.json)


def _python_path(spoilt: Path) -> str:
    """Return a path whose modules would break the command itself only if it were careless.

    A PYTHONPATH does reach the command line's own process; so it holds only what that
    process does not import, and what the examiner and the guests would.
    """
    folder = spoilt / "path"
    folder.mkdir()
    for name in ("pytest.py", "pytest_jsonreport.py", "exercise_1_identity.py", "copy_reg.py"):
        (folder / name).write_text("raise SystemExit('from PYTHONPATH')", "utf-8")
    return str(folder)


POISON = """
import builtins, importlib, sys

def _poison():
    sys.path[:] = ["/nowhere"]
    sys.meta_path.clear()
    sys.path_hooks.clear()
    importlib.import_module = lambda name: None
    importlib.invalidate_caches = None
    builtins.isinstance = lambda *a: True
    builtins.len = lambda *a: 0
    builtins.POISON = True
    sys.modules["json"] = sys.modules["types"] = None
    sys.modules["poison"] = sys

def build_and_register(name, values):
    _poison()
def import_back(name):
    _poison()
def same_module(first, second):
    _poison()
def forget(module):
    _poison()
"""

WITNESS = """
import builtins, importlib, sys
assert not hasattr(builtins, "POISON") and "poison" not in sys.modules
assert sys.meta_path and sys.path_hooks and importlib.import_module("json")
"""


def test_a_poisoned_interpreter_is_never_used_again() -> None:
    """The next check, the next attempt and the next exercise see a pristine interpreter."""
    numbers = sorted(course.slugs())
    attempts = [attempt(1, POISON), attempt(1, WITNESS + solution(1)), attempt(1, WITNESS + POISON)]
    attempts += [attempt(number, WITNESS + solution(number)) for number in numbers]
    graded = examine(attempts, ahead=1)
    assert graded[0].earned == 0
    assert not graded[0].faulted
    assert letters(graded[1]) == "p" * 8
    # Each function of the third poisons its interpreter; were it used again, the file
    # itself would no longer load there.
    names = {v.finding.misconception for v in graded[2].verdicts if v.finding}
    assert "load_error" not in names
    for one in graded[3:]:
        assert set(letters(one)) == {"p"}


def test_the_guest_looks_ordinary_and_holds_nothing_of_the_kit() -> None:
    """No path, argument, module or frame of a guest leads to the checks."""
    looking = """
import sys, os
seen = [sys.argv, sys.orig_argv, sys.path, sorted(map(str, sys.modules)), dict(os.environ), __file__, __name__]
frame = sys._getframe()
while frame:
    seen.append([frame.f_code.co_filename, sorted(map(str, frame.f_globals)), sorted(map(str, frame.f_locals))])
    frame = frame.f_back
import gc
seen.append([o for o in gc.get_objects() if type(o) is str])
print(seen)
"""
    graded = examine([attempt(1, looking + solution(1))], ahead=1)[0]
    assert letters(graded) == "p" * 8
    shown = graded.verdicts[0].printed
    package = str(Path(course.__file__).parent)
    for word in (package, "checks", "pytest", "grader", "PYTHONHASHSEED", "solutions", "toml"):
        assert word not in shown, word
    assert "'exercise_1_identity.py'" in shown


def test_standard_input_is_empty_and_output_is_captured(tmp_path: Path) -> None:
    """A learner's print goes to the report; it cannot reach the grader's own output."""
    text = (
        "import sys, os\nprint('to stdout')\nsys.stderr.write('to stderr\\n')\n"
        f"os.write(1, b'raw\\n')\nprint(repr(sys.stdin.read()))\n{solution(1)}"
    )
    (tmp_path / "answer.py").write_text(text, "utf-8")
    done = run("exercise", "1", "answer.py", "--format", "json", folder=tmp_path)
    assert done.status == 0
    assert json.loads(done.out)["printed"] == "to stdout\nto stderr\nraw\n''\n"


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path) -> None:
    """Scratch folders go, however deep and locked a learner made them."""
    text = (
        "import os\nfor _ in range(300): os.mkdir('d'); os.chdir('d')\nos.mkdir('locked', 0)\n"
        f"open('f', 'w').close()\n{solution(1)}"
    )
    (tmp_path / "answer.py").write_text(text, "utf-8")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    done = run(
        "exercise", "1", "answer.py", folder=tmp_path, environment={"TMPDIR": str(temporary)}
    )
    assert "Traceback" not in done.err
    assert done.status in (0, 1), done.err
    assert not list(temporary.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_every_check_has_a_process_of_its_own() -> None:
    """Eight checks, eight process ids."""
    graded = examine([attempt(1, f"import os\nprint(os.getpid())\n{solution(1)}")], ahead=1)[0]
    assert len({verdict.printed for verdict in graded.verdicts}) == 8
