"""Writes the files that a learner starts from, and never over one that exists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader import course
from grader.errors import UsageError

_README = """\
# Modules as runtime objects: exercises

Three files in `exercises/`, to be done in order. Each says at its top what to do.

    grade exercise 1      grade the first one
    grade hint 1          a hint; again for a stronger one
    grade rules           the five review rules
    grade all             where you stand

Your code runs in an interpreter of its own, a new one for every check. What you
hand in is the three files; `.grade/` holds which hints you have seen and can be
deleted at any time.
"""


def start_in(folder: Path) -> Iterator[str]:
    """Write stubs, a README and a `.gitignore` in *folder*; yield a line for each file.

    :raises UsageError: when the folder cannot be written to.
    """
    files = {f"exercises/{one.slug}.py": course.stub(one) for one in course.exercises()}
    files |= {"README.md": _README.encode(), ".gitignore": b".grade/\n__pycache__/\n"}
    for name, content in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError:
            yield f"kept   {name} (it is there already)"
        except OSError as error:
            raise UsageError(
                f"{path} cannot be written: {error.strerror}", "Name a folder of your own."
            ) from error
        else:
            yield f"wrote  {name}"
