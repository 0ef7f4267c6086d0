"""Groups of commands: a command is imported when it is used, and help lists all under headings.

So `grade --version` reads no command at all, and what a command needs, however heavy, delays
nobody else.
"""

from __future__ import annotations

import importlib
import inspect
from types import ModuleType
from typing import Any

import typer.core
import typer.main

from grader.cli.command_table import COMMANDS
from grader.cli.exit_status import MEANINGS
from grader.errors import Fault

_SENTENCE = 200
"""Characters of a command's first sentence that its row in the list may have."""


class CommandGroup(typer.core.TyperGroup):
    """A Typer group of commands; help has the first sentence of each whole, where Typer would cut it."""

    def heading(self, name: str) -> str:  # noqa: ARG002
        """Return the heading under which help lists a command."""
        return "Commands"

    def listed(self, ctx: Any, name: str) -> Any:
        """Return a command whose name and first sentence help lists."""
        return self.get_command(ctx, name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands under their headings."""
        rows: dict[str, list[tuple[str, str]]] = {}
        width = max(map(len, self.list_commands(ctx)))
        for name in self.list_commands(ctx):
            row = name.ljust(width), self.listed(ctx, name).get_short_help_str(_SENTENCE)
            rows.setdefault(self.heading(name), []).append(row)
        for heading, listed in rows.items():
            with formatter.section(heading):
                formatter.write_dl(listed)


class RootGroup(CommandGroup):
    """The commands that follow `grade` itself, each imported when it is used."""

    def heading(self, name: str) -> str:
        """Return the heading under which help lists a command."""
        return COMMANDS[name].heading

    def listed(self, ctx: Any, name: str) -> Any:  # noqa: ARG002
        """Return a command without its arguments and options: they are slow to build, and not listed."""
        module = _module(name)
        text = module.commands.info.help if _is_group(module) else inspect.getdoc(module.command)
        return typer.core.TyperCommand(name, help=about_course(text or ""))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of all commands, in the order in which help lists them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return one command; None if there is no such."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            command = _load(cmd_name)
            command.help = about_course(command.help)
            self.commands[cmd_name] = command
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is meant; a mistyped one gets a suggestion from all there are."""
        if args and args[0] not in COMMANDS:
            for name in COMMANDS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an unexpected end of the input (EOFError) is a fault of ours.

        Typer would end with status 1, which here means lost points. Commands that prompt handle
        the end of the input themselves.
        """
        try:
            return super().invoke(ctx)
        except EOFError as error:
            raise Fault("something that the grader reads has ended too early") from error

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write the sentence that describes the course, and the examples."""
        self.help = about_course(self.help or "")
        super().format_help_text(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands under their headings, then the exit statuses."""
        super().format_commands(ctx, formatter)
        with formatter.section("Exit status"):
            formatter.write_dl(MEANINGS)


def about_course(text: str) -> str:
    """Return a text of help with its blanks filled: `{summary}`, `{rules}`, `{some_rule}`, `{last_rule}`.

    The course is imported for a text that has one.
    """
    if "{" not in text:
        return text
    from grader import course

    numbers = [rule.number for rule in course.rules()]
    return text.format(
        summary=course.summary(),
        rules=course.in_words(len(numbers)),
        some_rule=numbers[len(numbers) // 2],
        last_rule=numbers[-1],
    )


def _load(name: str) -> Any:
    """Return the command, or the group of commands, of a module of `grader.cli.commands`."""
    module = _module(name)
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    if _is_group(module):
        app.add_typer(module.commands, name=name)
    else:
        app.command(name)(module.command)
    return typer.main.get_group(app).commands[name]


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"grader.cli.commands.{name}")


def _is_group(module: ModuleType) -> bool:
    return hasattr(module, "commands")
