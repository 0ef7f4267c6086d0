"""The files of `grade start`: stubs, README and `.gitignore`, never written over existing ones."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from grader import course
from grader.errors import UsageError

_README = """\
# {title}: exercises

The files in `exercises/` are to be done in order. Each says at its top what to do.

    grade exercise 1      grade the first one, and say what to do next
    grade watch           grade again whenever you save
    grade hint 1          a hint; again for a stronger one
    grade rules           the {rules} review rules, with an example of each
    grade all             where you stand

Your code runs in an interpreter of its own, a new one for every check. What it
prints is shown; there is no keyboard, so `input()` and `breakpoint()` have nobody to
ask. What you hand in is the files in `exercises/`. `.grade/` holds which hints you
have seen and what held last; it can be deleted at any time.
"""


IGNORED = ".grade/"
"""The line of a `.gitignore` for what the kit keeps in a learner's folder."""


def start_in(folder: Path) -> Iterator[str]:
    """Write stubs, a README and a `.gitignore` in *folder*; yield a line for each file.

    :raises UsageError: when the folder cannot be written to.
    """
    files = {f"exercises/{one.slug}.py": course.stub(one) for one in course.exercises()}
    rules = course.in_words(len(course.rules()))
    files["README.md"] = _README.format(title=course.title(), rules=rules).encode()
    try:
        (folder / "exercises").mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            yield _written(folder, name, content)
        yield _ignoring(folder)
    except OSError as error:
        raise UsageError(
            f"{error.filename or folder} cannot be written: {error.strerror}",
            "Name a folder of your own: `grade start DIR`.",
        ) from error


def _written(folder: Path, name: str, content: bytes) -> str:
    try:
        with (folder / name).open("xb") as file:
            file.write(content)
    except FileExistsError:
        return f"kept {name}: it is there already"
    return f"wrote {name}"


def _ignoring(folder: Path) -> str:
    """Make git ignore `.grade/`: in a new file, or with a line at the end of one that is there."""
    path = folder / ".gitignore"
    try:
        before = path.read_bytes()
    except FileNotFoundError:
        return _written(folder, path.name, f"{IGNORED}\n__pycache__/\n".encode())
    if IGNORED.encode() in before.split():
        return f"kept {path.name}: it is there already"
    end = b"\r\n" if b"\r\n" in before else b"\n"
    gap = b"" if not before or before.endswith(b"\n") else end
    with path.open("ab") as file:
        file.write(gap + IGNORED.encode() + end)
    return f"added the line {IGNORED} to {path.name}"


def next_step(folder: Path) -> str:
    """Return the sentence after the list of files: what to do next."""
    first = next(iter(course.exercises()))
    there = (
        ""
        if folder == Path() or folder.resolve() == Path.cwd()
        else (f"go there with `cd {shlex.quote(str(folder))}`, ")
    )
    return (
        f"Next: {there}open exercises/{first.slug}.py, read what it asks for, and run "
        f"`grade exercise {first.number}` whenever you want to know where you stand."
    )
