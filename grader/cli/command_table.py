"""Which module of `grader.cli.commands` has which command; one is imported when its command is used.

So `grade --version` reads no command at all, and what a command needs, however
heavy, delays nobody else. A new command is a row here and a `register` there.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import typer
import typer.main

from grader.cli.help import GroupedHelp, in_order
from grader.errors import Fault

COMMANDS = {
    "start": "hint",
    "exercise": "exercise",
    "watch": "watch",
    "all": "exercise",
    "hint": "hint",
    "rules": "hint",
    "classroom": "classroom",
    "doctor": "doctor",
    "batch": "batch",
    "gradebook": "gradebook",
    "kit": "kit",
}
"""Name of each command to the module that registers it."""


class CommandTable(GroupedHelp):
    """The commands of `COMMANDS`, none of them imported before it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of all commands, in the order in which help lists them."""
        return in_order(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return one command; None if there is no such."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands.update(_commands_of(COMMANDS[cmd_name]))
        return self.commands.get(cmd_name)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an input that ends too early is our fault, where nobody was asked.

        To Typer it is somebody who leaves at a prompt of its own, with a status that here is
        "points lost"; who is asked by us is let go where the question is put.
        """
        try:
            return super().invoke(ctx)
        except EOFError as error:
            raise Fault("something that the grader reads has ended too early") from error

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is meant; a mistyped one gets a suggestion from all there are."""
        if args and args[0] not in COMMANDS:
            for name in COMMANDS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _commands_of(module: str) -> Mapping[str, Any]:
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    importlib.import_module(f"grader.cli.commands.{module}").register(app)
    return typer.main.get_group(app).commands
