"""Which rule is taught by which checks, and which misconceptions each check can name."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from grader import course
from grader.exam import Diagnosis, Findings
from grader.model import Check, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """One check's place in the map.

    :param misconceptions: names that it can tell, with the rule that each cites, 0 for none.
    """

    check: Check
    misconceptions: tuple[tuple[str, int], ...]


def coverage() -> dict[Rule, tuple[Taught, ...]]:
    """Return the checks that teach each rule, in the rules' order."""
    taught = [
        one
        for exercise in course.exercises()
        for one in _of(exercise.slug, course.checks(exercise))
    ]
    return {rule: tuple(one for one in taught if one.check.rule == rule) for rule in course.rules()}


def _of(slug: str, checks: tuple[Check, ...]) -> Iterator[Taught]:
    module = course.check_module(slug)
    say = getattr(module, "say", None)
    tables = say.tables() if isinstance(say, Findings) else {}
    for check in checks:
        function = vars(module)[f"check_{check.id.partition('.')[2]}"]
        words = set(_strings(function.__code__, function.__globals__, set()))
        programs = [word for word in words if "\n" in word]  # props that answer with a name
        words |= {key for key in tables for text in programs if f'"{key}"' in text}
        found = set()  # one misconception may be told with one rule here and another there
        for key in words:
            table = tables.get(key, {"named": False})
            if table.get("named", True) is not False:
                rule = table.get("rule")
                name = str(table.get("name", key))
                found.add((name, rule if isinstance(rule, int) else check.rule.number))
        yield Taught(check=check, misconceptions=tuple(sorted(found)))


def _strings(code: types.CodeType, names: dict[str, object], seen: set[str]) -> Iterator[str]:
    """Yield the strings in *code* and in the functions and tables of its module that it uses."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _strings(constant, names, seen)
        elif isinstance(constant, str):
            yield constant
        elif isinstance(constant, tuple):
            yield from (one for one in constant if isinstance(one, str))
    modules = [used for name in code.co_names if _is_ours(used := names.get(name))]
    for name in code.co_names:
        if name in seen:
            continue
        seen.add(name)
        for used in (names.get(name), *(vars(module).get(name) for module in modules)):
            yield from _strings_of(used, seen)


def _is_ours(used: object) -> TypeGuard[types.ModuleType]:
    return isinstance(used, types.ModuleType) and used.__name__.startswith("grader.checks")


def _strings_of(used: object, seen: set[str]) -> Iterator[str]:
    """Yield the strings of one function, table or value of a check module."""
    if isinstance(used, types.FunctionType) and used.__module__.startswith("grader.checks"):
        yield from _strings(used.__code__, used.__globals__, seen)
    elif isinstance(used, str):
        yield used
    elif isinstance(used, Diagnosis):
        yield from used.findings
    elif isinstance(used, dict):
        yield from (key for key in used if isinstance(key, str))
        yield from _strings_of(list(used.values()), seen)
    elif isinstance(used, tuple | list):
        for one in used:
            if isinstance(one, str):
                yield one
            else:
                yield from _strings_of(one, seen)
