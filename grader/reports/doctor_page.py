"""The report of `grade doctor`: versions, and one line for each protection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.reports.page import Page

if TYPE_CHECKING:
    from rich.console import Console

    from grader.host.doctor import DoctorReport

SCHEMA = "doctor/1"


def show(doctor_report: DoctorReport, console: Console, *, plain: bool = False) -> None:
    """Write *doctor_report* for a person."""
    page = Page(console, plain=plain)
    version, path = doctor_report.python
    page.line(f"grade {doctor_report.kit} on Python {doctor_report.host}")
    build = ", free-threaded" if version.endswith("t") else ""
    page.wrapped(f"Python {version}{build} ({path})", indent=18, first="your code runs on")
    for name, found in doctor_report.versions.items():
        page.line(f"{name} {found}")
    page.line()
    if doctor_report.trouble:
        page.wrapped(f"No interpreter for your code starts here: {doctor_report.trouble}.")
        return
    page.wrapped("What code under grading cannot do here; each was tried just now:")
    for trial in doctor_report.trials:
        mark = "enforced" if trial.enforced else "NOT ENFORCED"
        by = f" (by {trial.how})" if trial.enforced else f" (tried: {trial.came})"
        style = "green" if trial.enforced else "bold red"
        page.wrapped(
            f"{trial.stops}{by}", indent=14, first=mark, style="" if trial.enforced else style
        )
    page.line()
    if doctor_report.unenforced:
        page.wrapped(
            "Grade your own code here as you please. `grade batch` and `grade classroom` refuse to "
            "run other people's while files, system calls, network, processes or signals are open."
        )
    else:
        page.wrapped("All of it holds.")


def report(doctor_report: DoctorReport) -> dict[str, Any]:
    """Return *doctor_report* as a JSON object."""
    version, path = doctor_report.python
    return {
        "schema": SCHEMA,
        "kit": doctor_report.kit,
        "host_python": doctor_report.host,
        "guest_python": {
            "version": version,
            "path": path,
            "free_threaded": version.endswith("t"),
        },
        "dependencies": dict(doctor_report.versions),
        "protections": [
            {
                "name": trial.protection,
                "stops": trial.stops,
                "enforced": trial.enforced,
                "by": trial.how if trial.enforced else None,
                "tried": trial.came,
            }
            for trial in doctor_report.trials
        ],
        "unenforced": list(doctor_report.unenforced),
        "trouble": doctor_report.trouble or None,
    }
