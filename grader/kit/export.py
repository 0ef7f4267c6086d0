"""The repository that learners start from, as `grade kit export student` writes it.

It holds stubs, a README of two commands, a workflow that grades each push, and a dev container with
the kit installed. Solutions, checks and hints stay in the kit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader import __version__, course
from grader.errors import UsageError
from grader.kit.template import NAME, fill, pip_requirement

PINNED = f"{NAME}=={__version__}"
"""The default requirement: this version, by name."""

_COMMIT = re.compile(r"[0-9a-f]{40}")
_UNPINNED = """\
      # Not pinned to a commit, as third-party code should be: which commit `v1` stands for
      # could not be established. `grade kit export student --reporter COMMIT` pins it.
"""


def student(kit: str = PINNED, reporter: str = "v1") -> Mapping[str, bytes]:
    """Return the files of a student repository: path in it to content.

    :param kit: requirement that pip installs.
    :param reporter: commit or `v1` of the action that prints the table; `none` leaves it out.
    :raises UsageError: when *kit* is no requirement, or *reporter* none of these.
    """
    wanted = pip_requirement(kit)
    exercises = course.exercises()
    listed = "".join(
        f"{one.number}. [{one.title}](exercises/{one.slug}.py): {one.points} {'point' if one.points == 1 else 'points'}\n"
        for one in exercises
    )
    about = {"title": course.title(), "introduction": course.introduction()}
    texts = {
        "README.md": fill("student_readme.md", kit=wanted, exercises=listed, **about),
        ".gitignore": fill("student_gitignore"),
        ".github/workflows/classroom.yml": workflow(wanted, reporter),
        ".devcontainer/devcontainer.json": json.dumps(_container(wanted), indent=2) + "\n",
    }
    files = {path: text.encode() for path, text in texts.items()}
    return files | {f"exercises/{one.slug}.py": course.stub(one) for one in exercises}


def workflow(kit: str = NAME, reporter: str = "v1") -> str:
    """Return the text of the workflow of a student repository.

    :param kit: requirement that pip installs.
    :param reporter: as for `student`.
    :raises UsageError: as `student` does.
    """
    names = [f"ex{number}" for number in course.slugs()]
    results = "".join(
        f"          {name.upper()}_RESULTS: ${{{{ steps.grade.outputs.{name} }}}}\n"
        for name in names
    )
    return fill(
        "classroom.yml",
        kit=pip_requirement(kit),
        results=results,
        reporter=_reporter(reporter, results, ",".join(names)),
    )


def write(files: Mapping[str, bytes], folder: Path) -> Iterator[str]:
    """Write *files* below *folder*; yield a line for each.

    :raises UsageError: when *folder* is not empty, or cannot be written to. A `.git` in it is
        allowed, so that it may be a new Git repository.
    """
    try:
        inside = {path.name for path in folder.iterdir()} - {".git"} if folder.exists() else set()
        if inside:
            raise UsageError(
                f"{folder} is not empty: it has {min(inside)}",
                "Name a folder that does not exist yet. Nothing is ever overwritten.",
            )
        for path, content in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(content)
            yield f"wrote  {path}"
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written: {error.strerror}", "Name a folder of your own."
        ) from error


def _reporter(reference: str, results: str, runners: str) -> str:
    """Return the step of the workflow that passes the payloads to the reporter; empty for `none`."""
    if reference == "none":
        return ""
    if reference != "v1" and not _COMMIT.fullmatch(reference):
        raise UsageError(
            f"{reference!r} is no commit of the reporter",
            "Use the 40 digits of a commit, v1, or none to leave the reporter out.",
        )
    unpinned = _UNPINNED if reference == "v1" else ""
    return fill(
        "reporter.yml", reference=reference, unpinned=unpinned, results=results, runners=runners
    )


def _container(kit: str) -> Mapping[str, object]:
    """Return the settings of a dev container that has the kit; no shell reads its command."""
    return {
        "name": course.title(),
        "image": "mcr.microsoft.com/devcontainers/python:3.13",
        "postCreateCommand": ["python", "-m", "pip", "install", "--user", kit],
        "customizations": {"vscode": {"extensions": ["ms-python.python"]}},
    }
