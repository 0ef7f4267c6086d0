"""The table of commands: what `grade --help` lists, in its order, and who wants an examiner early.

A new command is a row here and a module of `grader.cli.commands` with a function `command`, or,
for a group, with the group's `commands`.
The table imports nothing of the kit, since `grader.cli.entry` reads it before anything else.
"""

from __future__ import annotations

from dataclasses import dataclass

LEARNERS, CLASS, OTHERS = "For learners", "For a class", "For authors and for trouble"
"""Headings of the help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, or a group of commands.

    :param heading: heading above the command in `grade --help`.
    :param early_examiner: whether an examiner is started before the command line is imported;
        booting one takes longer than anything else that the command does.
    """

    heading: str
    early_examiner: bool = False


COMMANDS = {
    "start": Command(heading=LEARNERS),
    "exercise": Command(heading=LEARNERS, early_examiner=True),
    "watch": Command(heading=LEARNERS, early_examiner=True),
    "all": Command(heading=LEARNERS, early_examiner=True),
    "hint": Command(heading=LEARNERS),
    "rules": Command(heading=LEARNERS),
    "classroom": Command(heading=CLASS),
    "batch": Command(heading=CLASS),
    "gradebook": Command(heading=CLASS),
    "kit": Command(heading=OTHERS),
    "doctor": Command(heading=OTHERS),
}
"""Every command of `grade`, by name."""
