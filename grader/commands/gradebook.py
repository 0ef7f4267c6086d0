"""What an instructor runs on a gradebook: show, export, merge, review."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True, help="Read, merge, mark and export the grades of a class.")


def register(parent: typer.Typer) -> None:
    """Add these commands to the command line."""
    parent.add_typer(app, name="gradebook")
