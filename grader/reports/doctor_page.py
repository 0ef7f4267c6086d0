"""What `grade doctor` shows: versions, and one line for each protection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.reports.page import Page

if TYPE_CHECKING:
    from rich.console import Console

    from grader.host.doctor import Diagnosis

SCHEMA = "doctor/1"


def show(diagnosis: Diagnosis, console: Console, *, plain: bool = False) -> None:
    """Write *diagnosis* for a person."""
    page = Page(console, plain=plain)
    version, path = diagnosis.python
    page.line(f"grade {diagnosis.kit} on Python {diagnosis.host}")
    page.wrapped(f"Python {version} ({path})", indent=18, first="your code runs on")
    for name, found in diagnosis.versions.items():
        page.line(f"{name} {found}")
    page.line()
    if diagnosis.trouble:
        page.wrapped(f"No interpreter for your code starts here: {diagnosis.trouble}.")
        return
    page.wrapped("What code under grading cannot do here; each was tried just now:")
    for trial in diagnosis.trials:
        mark = "enforced" if trial.enforced else "NOT ENFORCED"
        by = f" (by {trial.how})" if trial.enforced else f" (tried: {trial.came})"
        style = "green" if trial.enforced else "bold red"
        page.wrapped(
            f"{trial.stops}{by}", indent=14, first=mark, style="" if trial.enforced else style
        )
    page.line()
    if diagnosis.unenforced:
        page.wrapped(
            "Grade your own code here as you please. `grade batch` and `grade classroom` refuse to "
            "run other people's while files, system calls, network, processes or signals are open."
        )
    else:
        page.wrapped("All of it holds.")


def report(diagnosis: Diagnosis) -> dict[str, Any]:
    """Return *diagnosis* as a JSON object."""
    version, path = diagnosis.python
    return {
        "schema": SCHEMA,
        "kit": diagnosis.kit,
        "host_python": diagnosis.host,
        "guest_python": {"version": version, "path": path},
        "dependencies": dict(diagnosis.versions),
        "protections": [
            {
                "name": trial.protection,
                "stops": trial.stops,
                "enforced": trial.enforced,
                "by": trial.how if trial.enforced else None,
                "tried": trial.came,
            }
            for trial in diagnosis.trials
        ],
        "unenforced": list(diagnosis.unenforced),
        "trouble": diagnosis.trouble or None,
    }
