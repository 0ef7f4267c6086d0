"""How help is laid out: the commands by who runs them, the learner's first, and exit statuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

import typer.core

SECTIONS = {
    "For learners": ("start", "exercise", "watch", "all", "hint", "rules"),
    "For a class": ("classroom", "batch", "gradebook"),
    "For authors and for trouble": ("kit", "doctor"),
}
"""Heading to the commands below it, in the order in which help lists them."""

FIRST_STEPS = """\
Exercises about modules as runtime objects, graded on your machine.

  grade start        write the exercise files here; nothing is overwritten
  grade exercise 1   grade the first exercise and say what to do next
  grade watch        grade again whenever you save
  grade all          where you stand

`grade --help` has all commands, `grade exercise --help` one of them.
"""
"""What `grade` alone says."""

STATUSES = (
    ("0", "full marks, or the command has done what it was asked"),
    ("1", "points lost"),
    ("2", "the command was not understood, or a file cannot be read"),
    ("3", "the grader made a mistake; that is never a zero"),
)
"""Exit statuses, as help lists them."""


def in_order(names: Iterable[str]) -> list[str]:
    """Return *names* of commands in the order of `SECTIONS`; others behind them."""
    order = [name for listed in SECTIONS.values() for name in listed]
    return sorted(names, key=lambda name: order.index(name) if name in order else len(order))


_SENTENCE = 200
"""Characters of a command's first sentence that its row in the list may have."""


class WholeHelp(typer.core.TyperGroup):
    """A group of commands whose help has the whole first sentence of each."""

    sections: ClassVar[Mapping[str, Sequence[str]]] = {}
    """Heading to the commands below it."""
    remaining = "Commands"
    """The heading of all others."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands under their headings."""
        left = self.list_commands(ctx)
        width = max(map(len, left), default=0)
        for heading, names in (*self.sections.items(), (self.remaining, tuple(left))):
            shown = [name for name in names if name in left]
            left = [name for name in left if name not in shown]
            commands = [(name, self.get_command(ctx, name)) for name in shown]
            rows = [
                (name.ljust(width), command.get_short_help_str(_SENTENCE))
                for name, command in commands
                if command is not None and not command.hidden
            ]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


class GroupedHelp(WholeHelp):
    """All commands, by who runs them, and what their exit statuses mean."""

    sections = SECTIONS
    remaining = "Others"

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands under their headings, then the exit statuses."""
        super().format_commands(ctx, formatter)
        with formatter.section("Exit status"):
            formatter.write_dl(STATUSES)
