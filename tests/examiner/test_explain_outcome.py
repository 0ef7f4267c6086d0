"""Each outcome that stops a check has a finding, and each finding of the file an outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.channel.outcomes import (
    NO_HANDLE,
    Contradicted,
    Died,
    Garbled,
    Handle,
    Missing,
    Outcome,
    Oversized,
    Raised,
    Returned,
    TimedOut,
)
from grader.examiner import explain_outcome as module
from grader.examiner.explain_outcome import Cause, explain_outcome
from grader.examiner.parameters import Misfit
from grader.model import Blocker, Judgement

FRAMES = ((2, "f", 1),)
LINES = ("def f(x):", "    import numpy")


def raised(
    kind: str,
    text: str = "",
    *,
    base: str = "",
    frames: tuple[tuple[int, str, int], ...] = FRAMES,
    message: str = "",
) -> Raised:
    """Return an exception; a syntax error in line 2 where it has a *message*."""
    handle = Handle(number=1, module="m", type=kind, name=None, size=None, category="object")
    syntax = (2, 3, "", message) if message else None
    return Raised(handle=handle, bases=(base or kind,), text=text, frames=frames, syntax=syntax)


def explained(outcome: Outcome, function: str, *, prop: bool = False) -> Cause:
    """Explain an outcome of a call of *function*, or of loading the file where it is empty."""
    return explain_outcome(
        outcome, function=function, call=f"{function}(1)" if function else "", file="answer.py",
        prop=prop, lines=LINES, misfit=Misfit(text=" The `def` takes none.", line=1),
    )  # fmt: skip


CASES: dict[str, tuple[Outcome, str]] = {
    "syntax_error": (raised("SyntaxError", message="invalid syntax"), ""),
    "mixed_tabs": (raised("TabError", message="inconsistent use"), ""),
    "wrong_indentation": (raised("IndentationError", message="unexpected indent"), ""),
    "wrong_encoding": (raised("SyntaxError", message="no encoding is declared"), ""),
    "copied_character": (raised("SyntaxError", message="invalid character '\u201c' (U+201C)"), ""),
    "load_input": (raised("EOFError", "EOF when reading a line"), ""),
    "load_breakpoint": (raised("BdbQuit"), ""),
    "load_exit": (raised("SystemExit", "3"), ""),
    "load_error": (raised("ValueError", "{no field}"), ""),
    "load_import": (raised("ModuleNotFoundError", "No module named 'numpy'"), ""),
    "load_endless": (TimedOut(seconds=1), ""),
    "load_output": (Died(how="output"), ""),
    "load_disk": (Died(how="disk"), ""),
    "load_ended": (Died(how="exit status 3"), ""),
    "missing_function": (Missing(names=("f", "g")), "f"),
    "not_started": (raised("NotImplementedError"), "f"),
    "waits_for_input": (raised("EOFError", "EOF when reading a line"), "f"),
    "breakpoint_left": (raised("EOFError", "breakpoint() with no terminal"), "f"),
    "called_exit": (raised("SystemExit", "3"), "f"),
    "raised": (raised("ValueError", "{no field}"), "f"),
    "import_in_a_call": (raised("ModuleNotFoundError", "No module named 'numpy.linalg'"), "f"),
    "endless_recursion": (raised("RecursionError", frames=((2, "f", 900),)), "f"),
    "raised_outside": (raised("KeyError", "'x'", frames=()), "f"),
    "wrong_parameters": (raised("TypeError", "f() takes 1 positional", frames=()), "f"),
    "time_limit": (TimedOut(seconds=0.5), "f"),
    "flood": (Died(how="output"), "f"),
    "filled_disk": (Died(how="disk"), "f"),
    "interpreter_ended": (Died(how="signal SIGSEGV"), "f"),
    "line_disturbed": (Garbled(violation="sent nothing"), "f"),
    "false_answer": (Contradicted(violation="said that 1 is 2"), "f"),
    "interpreter_broken": (raised("ImportError", "gone"), "f"),
    "too_large": (
        Oversized(handle=replace(NO_HANDLE, module="builtins", type="list", size=9_000)),
        "f",
    ),
}
"""The name of each finding, with an outcome, and the function that was called."""


def test_each_finding_of_the_file_has_an_outcome() -> None:
    """None is there for nothing, and none is forgotten here; one is `parameters`' own."""
    assert {*CASES, "parameters_in_another_order"} == set(module.say.tables())


@pytest.mark.parametrize("name", CASES)
def test_an_outcome_is_explained_by_its_finding(name: str) -> None:
    """By its fixed texts, and by its misconception."""
    outcome, function = CASES[name]
    found = explained(outcome, function, prop=name == "interpreter_broken").finding
    table = module.say.tables()[name]
    named = table.get("name", name) if table.get("named", True) else None
    assert found.misconception == named
    for part, text in (("expected", found.expected), ("next_step", found.next_step)):
        told = str(table[part]).replace("{function}", "f").replace("{file}", "answer.py")
        told = told.replace("{what}", "a typographic quotation mark, \u201c")
        assert text == told


@pytest.mark.parametrize(
    ("name", "judgement", "blocks"),
    [
        ("syntax_error", Judgement.BLOCKED, Blocker.LOADING),
        ("load_endless", Judgement.BLOCKED, Blocker.LOADING),
        ("missing_function", Judgement.BLOCKED, "f"),
        ("not_started", Judgement.BLOCKED, "f"),
        ("time_limit", Judgement.FAILED, "f"),
        ("flood", Judgement.FAILED, "f"),
        ("filled_disk", Judgement.FAILED, "f"),
        ("interpreter_ended", Judgement.FAILED, ""),
        ("raised", Judgement.FAILED, ""),
        ("line_disturbed", Judgement.FAILED, ""),
        ("false_answer", Judgement.FAILED, Blocker.FALSE_ANSWERS),
    ],
)
def test_a_cause_says_what_else_cannot_be_asked(
    name: str, judgement: Judgement, blocks: str
) -> None:
    """The file, or a function that would do the same in every check."""
    cause = explained(*CASES[name])
    assert (cause.judgement, cause.blocks) == (judgement, blocks)


@pytest.mark.parametrize(
    ("name", "line", "column"),
    [
        ("syntax_error", 2, 3),
        ("load_error", 2, None),
        ("raised", 2, None),
        ("wrong_parameters", 1, None),  # of the `def`
        ("raised_outside", None, None),
        ("time_limit", None, None),
    ],
)
def test_a_finding_has_the_line_to_look_at(name: str, line: int | None, column: int | None) -> None:
    """And a syntax error the column where Python stopped reading."""
    found = explained(*CASES[name]).finding
    assert (found.line, found.column) == (line, column)


def test_a_reply_that_makes_no_sense_is_evidence_for_staff() -> None:
    """A value that nobody asked for, too, is no answer; while loading it blocks all."""
    assert explained(*CASES["line_disturbed"]).evidence == ("Garbled: sent nothing",)
    assert explained(Returned(value=1, handle=NO_HANDLE), "f").finding == (
        explained(*CASES["line_disturbed"]).finding
    )
    cause = explained(Garbled(violation="sent nothing"), "")
    assert (cause.judgement, cause.blocks) == (Judgement.BLOCKED, Blocker.LOADING)
    assert cause.finding.observed == "No readable answer came back from the file."
