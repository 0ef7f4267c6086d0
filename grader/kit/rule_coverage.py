"""Coverage of the review rules: the checks that teach each rule, and the misconceptions they name.

Read from the checks without running them. A finding is worded in `findings.toml`, under a key that
the check mentions, or in Python, by `Finding(misconception="name", …)`. A name that is computed is not seen.
"""

from __future__ import annotations

import ast
import dis
import inspect
import textwrap
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeGuard

from grader import course
from grader.exam import Diagnosis, Findings
from grader.model import Check, Exercise, Finding, Rule

_CONTENT = "grader.checks"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCoverage:
    """The misconceptions that the findings of one check can name.

    :param misconceptions: pairs of a name and the number of the rule that the finding cites, 0 for
        none; a name may be there with several rules.
    """

    check: Check
    misconceptions: tuple[tuple[str, int], ...]


def coverage() -> dict[Rule, tuple[CheckCoverage, ...]]:
    """Return the checks that teach each rule, in the order of the rules."""
    covered = [one for exercise in course.exercises() for one in _of_exercise(exercise)]
    return {
        rule: tuple(one for one in covered if one.check.rule == rule) for rule in course.rules()
    }


def finding_tables(exercise: Exercise) -> dict[str, dict[str, object]]:
    """Return the tables of findings of the check module of *exercise*; none if it has no `say`."""
    say = getattr(course.check_module(exercise.slug), "say", None)
    return say.tables() if isinstance(say, Findings) else {}


def _of_exercise(exercise: Exercise) -> Iterator[CheckCoverage]:
    tables = finding_tables(exercise)
    for check in course.checks(exercise):
        reach = _Reach()
        function = course.check_function(exercise.slug, check)
        reach.add(function)
        reach.add(function.__dict__["declaration"].mistakes)
        found: set[tuple[str, int]] = set()
        programs = [text for text in reach.strings if "\n" in text]  # props that answer with a key
        for key, table in tables.items():
            mentioned = key in reach.strings or any(f'"{key}"' in text for text in programs)
            if mentioned and table.get("named", True) is not False:
                rule = table.get("rule")
                cited = rule if isinstance(rule, int) else check.rule.number
                found.add((str(table.get("name", key)), cited))
        for function in reach.functions:
            found |= set(_worded_in(function, check.rule))
        yield CheckCoverage(check=check, misconceptions=tuple(sorted(found)))


@dataclass(slots=True)
class _Reach:
    """The functions and strings of the course that a check uses, by the names in its code."""

    functions: list[types.FunctionType] = field(default_factory=list)
    strings: set[str] = field(default_factory=set)
    _seen: set[int] = field(default_factory=set)

    def add(self, used: object) -> None:
        """Add a function, a table or a string, and what it uses in turn."""
        if isinstance(used, str):
            self.strings.add(used)
            return
        if id(used) in self._seen:
            return
        self._seen.add(id(used))
        if isinstance(used, types.FunctionType) and used.__module__.startswith(_CONTENT):
            self.functions.append(used)
            self._add_code(used.__code__, used.__globals__)
        elif isinstance(used, Diagnosis):
            self.strings.update(used.findings)
        elif isinstance(used, dict):
            self.strings.update(key for key in used if isinstance(key, str))
            for value in used.values():
                self.add(value)
        elif isinstance(used, tuple | list):
            for one in used:
                self.add(one)

    def _add_code(self, code: types.CodeType, names: dict[str, object]) -> None:
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                self._add_code(constant, names)
            elif isinstance(constant, str):
                self.strings.add(constant)
            elif isinstance(constant, tuple):
                self.strings.update(one for one in constant if isinstance(one, str))
        last: object = None  # the global that the last instruction has loaded
        for instruction in dis.get_instructions(code):
            used, name = None, instruction.argval
            if instruction.opname == "LOAD_GLOBAL":
                used = names.get(name)
            elif instruction.opname in {"LOAD_ATTR", "LOAD_METHOD"} and _is_content(last):
                used = vars(last).get(name)
            elif instruction.opname == "EXTENDED_ARG":
                continue
            self.add(used)
            last = used


def _is_content(used: object) -> TypeGuard[types.ModuleType]:
    return isinstance(used, types.ModuleType) and used.__name__.startswith(_CONTENT)


def _worded_in(function: types.FunctionType, rule: Rule) -> Iterator[tuple[str, int]]:
    """Yield misconception and cited rule of each `Finding` that *function* words in Python.

    :param rule: the rule of the check, cited where the finding cites none of its own.
    """
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == Finding.__name__:
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            cited = _value(named.get("rule"), function.__globals__)
            for one in _branches(named.get("misconception")):
                value = _value(one, function.__globals__)
                if isinstance(value, str):
                    yield value, cited if isinstance(cited, int) else rule.number


def _branches(expression: ast.expr | None) -> Iterator[ast.expr | None]:
    """Yield the expressions to one of which *expression* evaluates."""
    if isinstance(expression, ast.IfExp):
        yield from _branches(expression.body)
        yield from _branches(expression.orelse)
    else:
        yield expression


def _value(expression: ast.expr | None, names: dict[str, object]) -> object:
    """Return the value of a constant or of a global name; None for anything else."""
    match expression:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return names.get(name)
        case _:
            return None
