"""The table of imports: which package may import which, and the imports that the code has."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import grader

PACKAGE = Path(grader.__file__).parent

VOCABULARY = {"atomic_files", "errors", "model"}
"""Modules at the top that everybody may import, but for what runs beside learner code."""

PACKAGES: dict[str, set[str]] = {
    # The vocabulary.
    "atomic_files": set(),
    "errors": set(),
    "model": set(),
    "course": VOCABULARY,
    "submissions": VOCABULARY,
    # Three processes.
    "guest": set(),
    "sandbox": {*VOCABULARY, "guest"},
    "channel": {*VOCABULARY, "guest", "sandbox"},
    "exam": {*VOCABULARY, "channel"},
    "checks": {"exam", "model"},
    "host": {*VOCABULARY, "course", "submissions", "channel", "sandbox"},
    "examiner": {*VOCABULARY, "course", "submissions", "channel", "exam", "host", "sandbox"},
    # Three users, and an author.
    "reports": {"model", "course", "submissions", "host"},
    "learner": {*VOCABULARY, "course", "submissions", "host", "reports"},
    "workflow": {*VOCABULARY, "course", "host", "reports", "sandbox"},
    "gradebook": {*VOCABULARY, "course", "reports", "workflow"},
    "batch": {
        *VOCABULARY, "course", "submissions", "gradebook", "host", "reports", "sandbox",
    },
    "kit": {*VOCABULARY, "course", "submissions", "exam", "host", "reports"},
    "cli": {
        *VOCABULARY, "course", "submissions", "sandbox", "host", "reports",
        "learner", "workflow", "batch", "gradebook", "kit",
    },
    "__main__": {"cli"},
    "__init__": set(),
}  # fmt: skip
"""A package, or a module at the top, to those that it may import."""

MODULES: dict[str, set[str]] = {
    "sandbox.launch": {"guest", "guest.serve"},
    "channel.replies": {"guest.serve"},
    "kit.rule_coverage": {"exam"},
    "kit.signatures": {"exam"},
}
"""Who may import of `guest` and `exam`, where it is not the package that is meant for it, and what."""


@functools.cache
def modules() -> dict[str, Path]:
    """Return every module of the kit, by its name below `grader`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        if inside.parts[0] != "stubs" and "templates" not in inside.parts:
            name = ".".join(inside.with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


@functools.cache
def imported(name: str) -> frozenset[str]:
    """Return the modules of the kit that the module *name* imports, anywhere in its text."""
    found = set()
    for node in ast.walk(ast.parse(modules()[name].read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and _is_ours(node.module):
            base = node.module.removeprefix("grader").lstrip(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}" if base else alias.name
                found.add(inner if inner in modules() else base)
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.removeprefix("grader.")
                for alias in node.names
                if _is_ours(alias.name) and alias.name != "grader"
            }
    return frozenset(found - {""})


def _is_ours(module: str) -> bool:
    return module == "grader" or module.startswith("grader.")


def package(name: str) -> str:
    """Return the package of a module, or its own name where it lies at the top."""
    return name.partition(".")[0]


def circles() -> list[list[str]]:
    """Return the groups of modules that import one another, each sorted."""
    found = {frozenset(group) for name in modules() if len(group := _around(name)) > 1}
    return sorted(sorted(group) for group in found)


@functools.cache
def _reached(name: str) -> frozenset[str]:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        new = imported(waiting.pop()) - seen
        seen |= new
        waiting += new
    return frozenset(seen)


def _around(name: str) -> set[str]:
    return {name} | {other for other in _reached(name) if name in _reached(other)}
