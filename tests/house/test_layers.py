"""The house keeps its order: who may import whom, and what starts quickly."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from support.layers import (
    MODULES,
    PACKAGE,
    PACKAGES,
    VOCABULARY,
    circles,
    imported,
    modules,
    package,
)

from grader.sandbox.launch import _PARTS


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_package_imports_what_its_row_allows(name: str) -> None:
    """And nothing else of the kit."""
    for other in imported(name):
        if package(other) != package(name):
            assert package(other) in PACKAGES[package(name)], f"{name} imports {other}"


@pytest.mark.parametrize("row", sorted(PACKAGES))
def test_every_right_is_used(row: str) -> None:
    """One that nobody needs would let somebody import what is not meant for them, unnoticed."""
    members = [name for name in modules() if package(name) == row]
    used = {package(other) for name in members for other in imported(name)}
    assert PACKAGES[row] - VOCABULARY <= used


def test_the_table_has_every_package_and_no_other() -> None:
    """A row for what was moved would allow what nobody looks at."""
    assert set(PACKAGES) == {package(name) for name in modules()}
    assert {other for row in PACKAGES.values() for other in row} <= set(PACKAGES)


def test_imports_between_packages_run_one_way() -> None:
    """So that one can be read, tested and changed without those that stand above it."""
    order = TopologicalSorter(PACKAGES)
    order.prepare()  # raises where there is a circle


def test_no_module_imports_one_that_imports_it() -> None:
    """Two that need one another are one."""
    assert not circles()


def test_few_modules_lie_at_the_top() -> None:
    """The vocabulary of all; everything else has a package that says whose it is."""
    assert len(list(PACKAGE.glob("*.py"))) <= 7


@pytest.mark.parametrize("inner", ["guest", "exam"])
def test_the_inner_packages_are_imported_by_those_they_are_meant_for(inner: str) -> None:
    """What runs beside learner code, and what an author sees, is no library for anybody else."""
    welcome = {"exam": {"checks", "examiner", "exam"}, "guest": {"guest"}}[inner]
    for name in modules():
        others = {other for other in imported(name) if package(other) == inner}
        if others and package(name) not in welcome:
            assert others <= MODULES.get(name, set()), f"{name} imports {others}"


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
        "grader.cli", "grader.cli.app", "grader.cli.command_table", "grader.cli.exit_status",
        "grader.cli.groups", "grader.errors",
    }  # fmt: skip


def test_the_table_of_commands_is_true() -> None:
    """Each row has its module with a function `command`, or a group; and each module a row."""
    from grader.cli.command_table import COMMANDS

    found = {name for name in modules() if name.startswith("cli.commands.")}
    assert {f"cli.commands.{name}" for name in COMMANDS} == found
    for name in found:
        module = importlib.import_module(f"grader.{name}")
        assert hasattr(module, "commands") != callable(getattr(module, "command", None))


def test_the_host_never_imports_pytest() -> None:
    """Grading and reporting leave pytest to the examiner."""
    code = "import grader.host.grading, grader.host.examiner_process, grader.reports.terminal, grader.course as c; c.exercises()"
    assert not {"pytest", "_pytest"} & loaded_by(code)


def classes() -> Counter[str]:
    """Return the names of all classes of the kit, and how many modules define each.

    A private class counts under its public name too where another module has that one.
    """
    found = Counter(
        node.name
        for path in modules().values()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    for name in [one for one in found if one.startswith("_")]:
        count = found.pop(name)
        if name.lstrip("_") in found:
            found[name.lstrip("_")] += count
    return found


def test_no_class_name_has_two_meanings() -> None:
    """Two private ones of one name may be: neither is seen outside its module."""
    assert len(classes()) > 100
    assert not [name for name, count in classes().items() if count > 1]
