"""The house keeps its order: who may import whom, how long a file is, and what starts quickly."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.grading import ROOT

import grader

PACKAGE = Path(grader.__file__).parent

# What a module may import of the kit. A name with a dot and a star stands for all below it.
TABLE: dict[str, set[str]] = {
    "rules": set(),
    "errors": set(),
    "outcomes": set(),
    "fresh": set(),
    "values": set(),
    "seal": set(),
    "guest": set(),
    "model": {"rules"},
    "syscalls": {"errors"},
    "landlock": {"errors"},
    "interpreters": {"errors"},
    "progress": set(),
    "policy": set(),
    "jobs": {"model"},
    "scratch": set(),
    "sandbox": {"model", "errors", "syscalls", "landlock", "interpreters", "jobs", "policy"},
    "replies": {"guest", "outcomes"},
    "program": {"errors", "guest", "interpreters"},
    "inbox": {"model", "outcomes", "replies"},
    "channel": {"inbox",
        "model", "errors", "outcomes", "program", "replies", "sandbox", "scratch", "interpreters",
    },
    "guests": {
        "channel", "errors", "interpreters", "model", "policy", "program", "sandbox", "scratch",
    },
    "stops": {"model", "outcomes"},
    "controls": {"errors", "outcomes"},
    "standins": {"controls", "model", "errors", "outcomes", "rules", "stops"},
    "props": {"standins", "outcomes", "errors"},
    "literals": {"props", "standins", "outcomes", "errors", "exam"},
    "exam": {"fresh", "model", "errors", "outcomes", "props", "rules", "standins", "literals", "stops"},
    "checks.*": {"errors", "exam", "rules", "model", "checks.*", "literals"},
    "loading": {"outcomes"},
    "causes": {"loading", "model", "outcomes", "standins", "rules"},
    "review": {"model", "literals"},
    "course": {"model", "errors", "rules"},
    "submissions": {"model", "errors"},
    "sitting": {"causes", "model", "outcomes", "standins", "stops", "submissions", "review", "literals"},
    "requests": {"course", "model", "policy", "submissions"},
    "plugin": {
        "course", "exam", "guests", "literals", "model", "review", "sitting", "standins", "props",
    },
    "examiner": {"course", "requests", "guests", "plugin", "sandbox", "errors", "model"},
    "examination": {"course", "errors", "model", "policy", "requests", "sandbox"},
    "grading": {"examination", "course", "model", "policy"},
    "starting": {"course", "errors"},
    "database": {"errors"},
    "gradebook": {"database", "errors", "model"},
    "doctor": {"channel", "policy", "program", "scratch", "sandbox", "interpreters", "model", "errors", "outcomes"},
    "results": {"model"},
    "orphans": set(),
    "classroom": {
        "course", "errors", "examination", "model", "orphans", "policy", "results", "submissions",
    },
    "workflow": {
        "classroom", "course", "errors", "interpreters", "model", "policy", "reports.*", "results",
    },
    "classes": set(),
    "classes.*": {
        "classes.*", "course", "errors", "examination", "gradebook", "grading", "interpreters",
        "layouts", "layouts.*", "model", "policy", "reports.json", "submissions",
    },
    "merging": {"database", "errors", "gradebook", "model"},
    "reports.batch_page": {"classes.*", "gradebook", "layouts", "layouts.*", "merging", "model", "reports.*"},
    "reports.*": {"model", "errors", "rules", "results", "reports.*", "doctor", "kit.*"},
    "mutations": set(),
    "kit": {"course", "grading", "examination", "model", "errors", "submissions", "mutations"},
    "kit.*": {
        "course", "grading", "examination", "model", "errors", "submissions", "kit.*", "rules",
        "interpreters", "exam", "review",
    },
    "layouts": {"layouts.*"},
    "layouts.*": {"course", "errors", "layouts.*", "model", "submissions"},
    "commands.*": {"*"},
    "cli": {"*"},
    "entry": {"cli", "examination"},
    "__main__": {"entry"},
    "__init__": set(),
}  # fmt: skip


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


def test_nobody_but_its_starter_and_its_codec_imports_the_guest() -> None:
    """What runs beside learner code is not a library for anybody else."""
    assert {name for name, path in modules().items() if "guest" in imported(path)} <= {
        "program",
        "replies",
    }


@pytest.mark.parametrize("part", ["guest", "values", "seal"])
def test_guest_files_import_next_to_nothing(part: str) -> None:
    """Only modules that a bare interpreter has loaded anyway, and `_ctypes`."""
    tree = ast.parse((PACKAGE / f"{part}.py").read_text("utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert names <= {"sys", "marshal", "posix", "nt", "_ctypes", "resource"}


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    """What grows past that is two things."""
    paths = [
        path
        for folder in ("grader", "tests", "exercises", "solutions")
        for path in (ROOT / folder).rglob("*.py")
        if "threats" not in path.parts
    ]
    long = {str(p): n for p in paths if (n := len(p.read_text("utf-8").splitlines())) > 300}
    assert not long


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
    heavy = {"pytest", "_pytest", "jinja2", "watchfiles", "distributed", "sqlite3", "rich.console"}
    assert not heavy & loaded_by("import grader.cli")


def test_the_host_never_imports_pytest() -> None:
    """Grading and reporting leave pytest to the examiner."""
    code = "import grader.grading, grader.examination, grader.reports.terminal, grader.course as c; c.exercises()"
    assert not {"pytest", "_pytest"} & loaded_by(code)
