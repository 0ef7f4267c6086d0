"""Whatever a learner's file does, the answer is a clear outcome and never a fault of ours."""

from __future__ import annotations

import pytest
from support.grading import attempt, grade, letters, solution, with_function

from grader.host.examiner_process import examine
from grader.model import Finding, Grade, Judgement

FORGET = "def forget(module):\n    "


def only_finding(graded: Grade) -> Finding:
    """Return the one finding of a grade."""
    found = [verdict.finding for verdict in graded.verdicts if verdict.finding is not None]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("source", "name", "says", "line"),
    [
        (b"", "missing_function", "binds no name", None),
        (b"# only a comment\n", "missing_function", "binds no name", None),
        (b"x = 1\x00\n", "load_error|syntax_error", "null bytes", None),
        (b"def f(:\n    pass\n", "syntax_error", "line 1", 1),
        (b"x = 'caf\xe9'\n", "syntax_error|load_error", "UTF-8", 1),
        (b"# coding: rot13\nx = 1\n", "syntax_error|load_error", "rot13", None),
        (b"if 1:\n\tx = 1\n        y = 2\n", "syntax_error", "tabs", 3),
        (b"x = 1\nimport no_such_module\n", "module_not_there", "ModuleNotFoundError", 2),
        (b"import sys\nsys.exit(0)\n", "load_exit", "SystemExit", 2),
        (b"import os\nprint('hello')\nos._exit(0)\n", "load_ended", "exit status 0", None),
        (b"import os\nos.abort()\n", "load_ended", "SIGABRT", None),
        (b"x = " + b"(" * 5000 + b")" * 5000, "syntax_error|load_error", "nested", None),
        (b"x = input('name? ')\n", "waits_for_input", "nobody here to type", 1),
        (b"x = 1\nbreakpoint()\n", "breakpoint_left", "stopped in a debugger", 2),
        (b"import pdb\npdb.set_trace()\nx = 1", "breakpoint_left", "stopped in a debugger", None),
        (b"raise BaseException\n", "load_error", "BaseException", 1),
    ],
)
def test_a_file_that_does_not_load_is_told_once(
    source: bytes, name: str, says: str, line: int | None
) -> None:
    """Every check waits, and one finding names the cause and the line."""
    graded = grade(1, source)
    assert letters(graded) == "b" * 8
    found = only_finding(graded)
    assert found.misconception in name.split("|")
    assert any(word in found.observed for word in says.split("|")), found.observed
    assert line is None or found.line == line
    assert found.rule is None


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbf",
        b"# coding: latin-1\nname = '\xe9'\n",
        "name = 'Grüße, 世界 🎉'\nprint(name)\n".encode(),
    ],
)
def test_bom_cookie_and_unicode_are_honoured(source: bytes) -> None:
    """What Python reads, we grade."""
    assert letters(grade(1, source + solution(1).encode("ascii"))) == "p" * 8


def test_crlf_is_read() -> None:
    """Windows line ends are no mistake."""
    assert letters(grade(1, solution(1).replace("\n", "\r\n"))) == "p" * 8


def test_endless_loop_at_import_costs_one_limit() -> None:
    """A file that never finishes loading is told once, and the limit is paid once."""
    import time

    began = time.monotonic()
    graded = grade(1, b"while True:\n    pass\n", seconds=1.0)
    assert time.monotonic() - began < 6
    assert letters(graded) == "b" * 8
    assert only_finding(graded).misconception == "load_endless"


def test_endless_call_fails_one_check_and_blocks_the_others_of_that_function() -> None:
    """The time limit is named with its call; functions that work are still graded."""
    text = with_function(
        1, "build_and_register", "def build_and_register(n, v):\n    while 1: pass"
    )
    graded = grade(1, text, seconds=1.0)
    assert letters(graded) == "fbbpppbp"
    found = only_finding(graded)
    assert found.misconception == "time_limit"
    assert found.call.startswith("build_and_register('")
    assert "1 second" in found.observed


@pytest.mark.parametrize(
    ("body", "name", "says"),
    [
        ("forget(module)", None, "RecursionError"),
        ("import sys; sys.exit(0)", "called_exit", "SystemExit"),
        ("quit()", "called_exit", "SystemExit"),
        ("import os; os._exit(3)", "interpreter_ended", "exit status 3"),
        ("import os; os.kill(os.getpid(), 11)", "interpreter_ended", "SIGSEGV"),
        ("input()", "waits_for_input", "`forget` asked for input"),
        ("breakpoint()", "breakpoint_left", "`forget` stopped in a debugger"),
        ("import pdb; pdb.set_trace(); return None", "breakpoint_left", "stopped in a debugger"),
        # How pdb ends since Python 3.14, for the versions before.
        ("exec('raise SystemExit(1)', {'__name__': 'pdb'})", "breakpoint_left", "in a debugger"),
        ("raise KeyboardInterrupt", None, "KeyboardInterrupt"),
        ("import os; os.closerange(0, 200)", "interpreter_ended|line_disturbed", ""),
        ("import os\n    while 1: os.write(1, b'x' * 65536)", "flood|time_limit", ""),
    ],
)
def test_a_call_that_ends_badly_fails_its_check(body: str, name: str | None, says: str) -> None:
    """Exceptions, exits and crashes are the learner's failed check, with their cause."""
    graded = grade(1, with_function(1, "forget", FORGET + body), seconds=4.0)
    assert letters(graded) == "pppppppf"
    found = only_finding(graded)
    assert found.misconception in (name.split("|") if name else [None])
    assert says in found.observed


def test_an_exception_whose_text_raises_is_shown_by_its_type() -> None:
    """`__str__` of a learner's exception may do what it likes."""
    body = f"class Evil(Exception):\n    def __str__(self): raise SystemExit\n{FORGET}raise Evil"
    found = only_finding(grade(1, with_function(1, "forget", body)))
    assert "raised Evil." in found.observed


def test_fifty_megabytes_of_output_are_drained_and_cut() -> None:
    """Printing a lot is slow and no mistake; what is kept has a limit."""
    text = f"{solution(1)}\nimport os\nfor _ in range(800): os.write(1, b'y' * 65536)\n"
    graded = examine([attempt(1, text, seconds=20)], ahead=0)[0]
    assert letters(graded) == "p" * 8
    assert len(graded.verdicts[0].printed) < 70_000


def test_threads_left_running_hold_nothing_up() -> None:
    """The grader waits for answers, not for threads."""
    text = f"import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()\n{solution(1)}"
    assert letters(grade(1, text)) == "p" * 8


@pytest.mark.parametrize(
    "body",
    [
        "def same_module(first):\n    return True",
        "class same_module:\n    def __init__(self, *a): pass",
        "same_module = 7",
        "def same_module(first, second):\n    yield True",
        "async def same_module(first, second):\n    return first is second",
        "class T:\n    __class__ = bool\n    def __eq__(self, o): return True\n"
        "    def __repr__(self): raise SystemExit\n    def __bool__(self): return True\n"
        "def same_module(first, second): return T()",
        "class T(int): pass\ndef same_module(first, second): return T(first is second)",
        "def same_module(first, second): return [first] * 10 ** 6",
        "def same_module(first, second):\n    x = []\n    x.append(x)\n    return x",
    ],
)
def test_lying_and_misshapen_answers_fail_the_check(body: str) -> None:
    """A value counts by its exact type; nothing of it is run on our side."""
    graded = grade(1, with_function(1, "same_module", body))
    assert letters(graded) == "pppppfpp"


def test_a_result_that_a_check_compares_may_be_any_object() -> None:
    """A module whose name is no string at all fails the check; comparing is no fault of ours."""
    for name in ("object()", "type('Name', (str,), {'__eq__': lambda *rest: True})('x')"):
        body = f"def build_and_register(*given):\n    made = types.ModuleType('m')\n    made.__name__ = {name}\n    return made\n"
        graded = grade(1, f"import types\n{body}".encode())
        assert not graded.faulted
        found = graded.verdicts[0].finding
        assert found is not None
        assert found.misconception == "wrong_name"


def test_a_missing_function_blocks_its_checks_and_is_told_once() -> None:
    """The others are graded."""
    graded = grade(1, solution(1).replace("def same_module", "def same_modules"))
    assert letters(graded) == "pppppbpp"
    found = only_finding(graded)
    assert found.misconception == "missing_function"
    assert "`same_module`" in found.observed


def test_a_fault_of_ours_is_not_a_zero() -> None:
    """A check that breaks is FAULTED; the other verdicts stand."""
    from grader.host.protocol import read_grades

    one = attempt(1, solution(1))
    graded = read_grades({"tests": [{"nodeid": "x[0]", "outcome": "failed", "call": {}}]}, [one])[0]
    assert graded.faulted
    assert {verdict.judgement for verdict in graded.verdicts} == {Judgement.FAULTED}
    contradicting = {
        "nodeid": "x[0]",
        "outcome": "failed",
        "metadata": {
            "attempt": 0,
            "check": graded.verdicts[0].check.id,
            "verdict": {"judgement": "passed"},
        },
    }
    assert read_grades({"tests": [contradicting]}, [one])[0].faulted
