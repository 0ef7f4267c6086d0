"""The table of a covered run: for each file its branches, and those that no test takes."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coverage import Coverage
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What is known of one file.

    :param branches: how many there are; a line with two ways on has two.
    :param taken: how many of them some test takes.
    :param missing: the others, from line to line; a negative one is the way out of a function.
    :param unrun: lines that no test runs.
    :param excluded: lines that are not counted.
    """

    path: str
    branches: int
    taken: int
    missing: tuple[tuple[int, int], ...]
    unrun: tuple[int, ...]
    excluded: tuple[int, ...]


def measured(coverage: Coverage) -> list[Measured]:
    """Return what the data file says, a value for each file."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        coverage.load()
        report = Path(folder, "report.json")
        coverage.json_report(outfile=str(report))
        files = json.loads(report.read_text("utf-8"))["files"]
    return [
        Measured(
            path=path,
            branches=file["summary"]["num_branches"],
            taken=file["summary"]["covered_branches"],
            missing=tuple((one[0], one[1]) for one in file["missing_branches"]),
            unrun=tuple(file["missing_lines"]),
            excluded=tuple(file["excluded_lines"]),
        )
        for path, file in sorted(files.items())
    ]


def share(files: Sequence[Measured]) -> float:
    """Return how many of all branches are taken, per cent; all of none are."""
    branches = sum(file.branches for file in files)
    return 100 * sum(file.taken for file in files) / branches if branches else 100.0


def show(files: Sequence[Measured], *, everything: bool) -> None:
    """Print the table, least covered first, and the total.

    :param everything: whether files of which nothing is missing are shown too.
    """
    table = Table("file", box=None, pad_edge=False)
    for heading in ("branches", "missing", "taken"):
        table.add_column(heading, justify="right")
    table.add_column("branches not taken; lines not run")
    for file in sorted(files, key=lambda file: (share([file]), file.path)):
        if file.missing or file.unrun or everything:
            ways = [f"{a}→{b if b > 0 else 'exit'}" for a, b in file.missing]
            what = ", ".join(ways) + ("; " if ways and file.unrun else "") + _ranges(file.unrun)
            table.add_row(*_figures(file.path, [file]), what)
    table.add_section()
    excluded = sum(len(file.excluded) for file in files)
    table.add_row(*_figures("total", files), f"{excluded} lines excluded")
    Console(width=160, soft_wrap=False).print(table)


def _ranges(lines: Sequence[int]) -> str:
    """Return line numbers as text, neighbours as a range."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return ", ".join(str(run[0]) + (f"-{run[-1]}" if len(run) > 1 else "") for run in runs)


def _figures(name: str, files: Sequence[Measured]) -> tuple[str, str, str, str]:
    branches = sum(file.branches for file in files)
    missing = branches - sum(file.taken for file in files)
    return name, str(branches), str(missing), f"{share(files):.1f} %"
