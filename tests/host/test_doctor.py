"""What the doctor says, in words and by the exit status."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from support.grading import ROOT, run

from grader.channel.outcomes import Died, Handle, Returned, TimedOut
from grader.errors import Fault
from grader.gradebook.html_report import page as html
from grader.host import doctor
from grader.host.doctor import DoctorReport, ProbeResult
from grader.reports import doctor_page

HANDLE = Handle(number=0, module="builtins", type="list", name=None, size=0, category="object")


def page(doctor_report: DoctorReport) -> str:
    """Return what a person reads."""
    out = io.StringIO()
    doctor_page.show(doctor_report, Console(file=out, width=80), plain=True)
    return " ".join(out.getvalue().split())


def doctor_report(*trials: ProbeResult, trouble: str = "") -> DoctorReport:
    """Return a doctor_report that came to that."""
    return DoctorReport(
        kit="0", host="3.11.0", python=("3.11.0", "/p"), versions={"pytest": "8"},
        trials=trials, trouble=trouble,
    )  # fmt: skip


def trial(*, enforced: bool) -> ProbeResult:
    """Return what came of one try."""
    return ProbeResult(
        protection="files", stops="reading files", enforced=enforced, how="landlock", came="done"
    )


def test_without_a_guest_the_doctor_says_why_and_nothing_else() -> None:
    """What cannot be tried is not claimed."""
    said = page(doctor_report(trouble="it ended at once"))
    assert "No interpreter for your code starts here: it ended at once." in said
    assert "was tried" not in said


def test_a_free_threaded_build_is_named_as_one() -> None:
    """In words, and for programs by a fact of its own."""
    for version, free in (("3.14.0", False), ("3.14.0t", True)):
        found = replace(doctor_report(trial(enforced=True)), python=(version, "/p"))
        assert (", free-threaded (/p)" in page(found)) is free
        told = doctor_page.report(found)["guest_python"]
        assert told == {"version": version, "path": "/p", "free_threaded": free}


def test_what_does_not_hold_is_told_with_what_it_means() -> None:
    """And whose code may still be graded here."""
    said = page(doctor_report(trial(enforced=True), trial(enforced=False)))
    assert "NOT ENFORCED" in said
    assert "(tried: done)" in said
    assert "refuse to run other people's" in said
    whole = page(doctor_report(trial(enforced=True)))
    assert "(by landlock)" in whole
    assert "All of it holds." in whole


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Returned(value=["EACCES", 3], handle=HANDLE), "EACCES, 3"),
        (Died(how="signal SIGXCPU"), "signal SIGXCPU"),
        (TimedOut(seconds=1.0), "TimedOut"),
        (Returned(value=3, handle=HANDLE), "Returned"),
    ],
)
def test_a_try_is_told_in_a_few_words(outcome: Returned | Died | TimedOut, said: str) -> None:
    """How it ended, or what it answered."""
    assert doctor._result_text(outcome) == said


def test_a_guest_that_does_not_start_is_a_diagnosis(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is what the doctor is asked for, so it is no error of the command."""

    def fail(*_: object) -> tuple[ProbeResult, ...]:
        raise Fault("a guest interpreter did not start")

    monkeypatch.setattr(doctor, "_trials", fail)
    monkeypatch.setattr(doctor, "hide_this_process", lambda: True)
    found = doctor.diagnose()
    assert found.trouble == "a guest interpreter did not start"
    assert found.trials == ()
    assert doctor._version("no-such-distribution-at-all") == "not installed"


def test_formats_and_options_that_do_not_go_together_are_told(tmp_path: Path) -> None:
    """Before anything is graded."""
    refused = run("kit", "verify", "--format", "xml", folder=ROOT)
    assert refused.status == 2
    assert "xml is no format" in refused.err
    both = run(
        "gradebook", "review", tmp_path, "--export", "a.csv", "--import", "b.csv", folder=tmp_path
    )
    assert both.status == 2
    assert "do not go together" in both.err


def test_a_text_with_an_odd_backquote_has_no_code_in_it() -> None:
    """It cannot be told where code would end."""
    assert str(html._prose("a `b` <c>")) == "a <code>b</code> &lt;c&gt;"
    assert str(html._prose("a `b <c>")) == "a `b &lt;c&gt;"
