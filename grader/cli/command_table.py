"""The table of commands: what `grade --help` lists, in its order, and who wants an examiner early.

A new command is a row here and a module of `grader.cli.commands` with a function `command`.
The table imports nothing of the kit, since `grader.cli.entry` reads it before anything else.
"""

from __future__ import annotations

from dataclasses import dataclass

LEARNERS, CLASS, OTHERS = "For learners", "For a class", "For authors and for trouble"
"""Headings of the help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, or a group of commands.

    :param heading: what it stands under in the help of its group.
    :param early_examiner: whether an examiner is started before the command line is imported;
        booting one takes longer than anything else that the command does.
    :param help: of a group; a command has the docstring of its function.
    :param commands: of a group, by name.
    """

    heading: str = "Commands"
    early_examiner: bool = False
    help: str = ""
    commands: dict[str, Command] | None = None


COMMANDS = {
    "start": Command(heading=LEARNERS),
    "exercise": Command(heading=LEARNERS, early_examiner=True),
    "watch": Command(heading=LEARNERS, early_examiner=True),
    "all": Command(heading=LEARNERS, early_examiner=True),
    "hint": Command(heading=LEARNERS),
    "rules": Command(heading=LEARNERS),
    "classroom": Command(heading=CLASS),
    "batch": Command(heading=CLASS),
    "gradebook": Command(
        heading=CLASS,
        help="Read, merge, mark and export the grades of a class.",
        commands={name: Command() for name in ("show", "export", "merge", "review", "similar")},
    ),
    "kit": Command(
        heading=OTHERS,
        help="Prove, extend and hand out the exercises; for authors, in a checkout.\n\n"
        "\b\nExamples:\n  grade kit verify\n  grade kit new late_binding",
        commands={
            "verify": Command(),
            "new": Command(),
            "collect": Command(),
            "export": Command(
                help="Write a student repository, or a bundle for Classroom 50 or Gradescope.",
                commands={name: Command() for name in ("student", "classroom50", "gradescope")},
            ),
        },
    ),
    "doctor": Command(heading=OTHERS),
}
"""Every command of `grade`, by name."""
