"""The house keeps its order: who may import whom, and what starts quickly."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.layers import TABLE

import grader
from grader.sandbox.launch import _PARTS

PACKAGE = Path(grader.__file__).parent


@functools.cache
def modules() -> dict[str, Path]:
    """Return every module of the kit by its name below `grader`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        if inside.parts[0] == "stubs":
            continue
        name = ".".join(inside.with_suffix("").parts)
        found[name.removesuffix(".__init__") if "." in name else name] = path
    return found


@functools.cache
def imported(path: Path) -> set[str]:
    """Return the modules of the kit that *path* imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("grader"):
            base = node.module.removeprefix("grader").lstrip(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}" if base else alias.name
                found.add(inner if inner in modules() else base)
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.removeprefix("grader.")
                for alias in node.names
                if alias.name.startswith("grader.")
            }
    return found - {""}


def allowed(name: str) -> set[str]:
    """Return the row of the table for *name*."""
    family = f"{name.partition('.')[0]}.*"
    if name in TABLE:
        return TABLE[name]
    assert family in TABLE, f"{name} is not in the table of imports"
    return TABLE[family]


@pytest.mark.parametrize("name", sorted(modules()))
def test_imports_obey_the_table(name: str) -> None:
    """A module imports what its row allows, and nothing else of the kit."""
    row = allowed(name)
    if "*" in row:
        return
    for other in imported(modules()[name]):
        assert other in row or f"{other.partition('.')[0]}.*" in row, f"{name} imports {other}"


@pytest.mark.parametrize("row", sorted(TABLE))
def test_every_right_is_used(row: str) -> None:
    """One that nobody needs would let somebody import what is not meant for them, unnoticed."""
    members = [path for name, path in modules().items() if allowed(name) is TABLE[row]]
    used = set[str]().union(*map(imported, members))
    used |= {f"{name.partition('.')[0]}.*" for name in used if "." in name}
    assert TABLE[row] - {"*"} <= used


def test_the_table_names_no_module_that_is_gone() -> None:
    """A row for what was moved would allow what nobody looks at."""
    there = set(modules())
    families = {f"{name.partition('.')[0]}.*" for name in there if "." in name} | {"*"}
    assert {name for row, named in TABLE.items() for name in (row, *named)} <= there | families


def test_nobody_but_its_starter_and_its_codec_imports_the_guest() -> None:
    """What runs beside learner code is not a library for anybody else."""
    assert {
        name
        for name, path in modules().items()
        if any(one.startswith("guest.") for one in imported(path))
    } <= {
        "channel.replies",
        "sandbox.launch",
    }


@pytest.mark.parametrize("part", _PARTS)
def test_guest_files_import_next_to_nothing(part: str) -> None:
    """Only modules that a bare interpreter has loaded anyway, and `_ctypes`."""
    tree = ast.parse((PACKAGE / "guest" / f"{part}.py").read_text("utf-8"))
    run = [node for node in tree.body if not ast.unparse(node).startswith("if TYPE_CHECKING:")]
    inside = [node for statement in run for node in ast.walk(statement)]
    assert not any(isinstance(node, ast.ImportFrom) for node in inside)
    names = {alias.name for node in inside if isinstance(node, ast.Import) for alias in node.names}
    assert names <= {"sys", "marshal", "posix", "nt", "_ctypes", "resource"}


def test_every_public_name_has_a_docstring() -> None:
    """Modules, classes, functions and methods say what they are for."""
    bare = []
    for info in pkgutil.walk_packages([str(PACKAGE)], "grader."):
        if info.name in {"grader.__main__"} or ".stubs" in info.name:
            continue
        module = importlib.import_module(info.name)
        if not module.__doc__:
            bare.append(info.name)
        for name, value in vars(module).items():
            own = getattr(value, "__module__", None) == info.name
            if name.startswith("_") or not own or not callable(value):
                continue
            if not inspect.getdoc(value):
                bare.append(f"{info.name}.{name}")
    assert not bare


def loaded_by(code: str) -> set[str]:
    """Return the names of all modules that are loaded after *code*, in a new interpreter."""
    script = f"{code}\nimport sys; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


def test_the_command_line_imports_nothing_heavy_at_start() -> None:
    """pytest, reports and learner-facing extras wait until a command needs them."""
    assert not HEAVY & loaded_by("import grader.cli.app")


HEAVY = {
    "asyncio", "dask", "distributed", "grader.host.examiner_process", "jinja2", "pytest", "_pytest",
    "rich.console", "sqlite3", "watchfiles", "xml",
}  # fmt: skip

# What each command may load of these; everything else of them is somebody else's.
LOADS: dict[tuple[str, ...], set[str]] = {
    ("--version",): set(),
    ("--help",): set(),
    ("exercise", "--help"): set(),
    ("all", "--help"): set(),
    ("watch", "--help"): set(),
    ("kit", "verify", "--help"): set(),
    ("gradebook", "--help"): set(),
    ("hint", "1"): {"rich.console"},
    ("rules",): {"rich.console"},
    ("doctor",): {"rich.console"},
    ("start",): set(),
    ("exercise", "1"): {"rich.console", "grader.host.examiner_process"},
    ("watch", "9"): {"rich.console", "grader.host.examiner_process", "watchfiles"},
}


@pytest.mark.parametrize("words", LOADS, ids=" ".join)
def test_a_command_loads_nothing_heavy_that_it_does_not_use(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    """Whole runs, each in a new interpreter: what was loaded is told when it ends."""
    code = (
        "import atexit, sys\n"
        "from grader.cli.entry import main\n"
        f"sys.argv = ['grade', *{words!r}]\n"
        "atexit.register(lambda: print('\\nLOADED', *sys.modules))\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert "Traceback" not in done.stderr
    loaded = set(done.stdout.rpartition("LOADED ")[2].split())
    assert "grader.cli.entry" in loaded
    assert HEAVY & loaded <= LOADS[words]


def test_the_version_is_told_without_any_command() -> None:
    """`grade --version` imports the table of commands and no module in it."""
    loaded = loaded_by("import grader.cli.app")
    assert {name for name in loaded if name.startswith("grader.")} == {
        "grader.cli", "grader.cli.app", "grader.cli.command_table", "grader.cli.help",
        "grader.cli.options", "grader.errors",
    }  # fmt: skip


def test_the_table_of_commands_is_true() -> None:
    """Each row's module registers that command, and registers none that has no row."""
    import typer
    from typer.main import get_group

    from grader.cli.command_table import COMMANDS

    for module in set(COMMANDS.values()):
        app = typer.Typer()
        importlib.import_module(f"grader.cli.commands.{module}").register(app)
        rows = {name for name, where in COMMANDS.items() if where == module}
        assert set(get_group(app).commands) == rows


def test_the_host_never_imports_pytest() -> None:
    """Grading and reporting leave pytest to the examiner."""
    code = "import grader.host.grading, grader.host.examiner_process, grader.reports.terminal, grader.course as c; c.exercises()"
    assert not {"pytest", "_pytest"} & loaded_by(code)
