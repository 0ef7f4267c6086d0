"""The public API for authors of checks, as text: every name with its signature."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import Enum
from types import ModuleType

import grader
from grader import exam
from grader.checks import props, rules
from grader.model import Rule
from support.grading import TESTS

KEPT = TESTS / "public.txt"

_GIVEN = {"Fresh", "Deferred", "Learner", "LearnerFunction", "RemoteObject", "World"}
"""What a check is given and never makes: how these are made is the kit's own business."""
_INNER = {"invoke", "session", "take"}
"""By these `grader.exam` itself asks a guest."""
_SPECIAL = {"__call__", "__getattr__", "__getitem__", "__setitem__"}


class _Bare(str):
    """An annotation, which `inspect` would put in quotes."""

    __slots__ = ()
    __repr__ = str.__str__


def surface() -> str:
    """Return a line for each public name: of `grader`, `grader.exam`, and the course's props and rules."""
    made = [name for name, value in vars(props).items() if _is_defined_in(props, name, value)]
    lines = [*_module(grader, grader.__all__), *_module(exam, exam.__all__), *_module(props, made)]
    named = [name for name, value in vars(rules).items() if isinstance(value, Rule)]
    return "\n".join([*lines, *_module(rules, [*named, "RULES"])]) + "\n"


def _is_defined_in(module: ModuleType, name: str, value: object) -> bool:
    return not name.startswith("_") and getattr(value, "__module__", "") == module.__name__


def _module(module: ModuleType, names: list[str]) -> Iterator[str]:
    for name in sorted(names):
        value = getattr(module, name)
        path = f"{module.__name__}.{name}"
        if inspect.isclass(value):
            yield from _class(path, name, value)
        elif inspect.isfunction(value):
            yield f"{path}{_signature(value)}"
        else:
            yield f"{path}: {type(value).__name__}"


def _class(path: str, name: str, value: type) -> Iterator[str]:
    if issubclass(value, Enum):
        yield f"{path}: {', '.join(value.__members__)}"
        return
    yield f"class {path}{'' if name in _GIVEN else _signature(value)}"
    for member, defined in sorted(vars(value).items()):
        if member in _INNER or (member.startswith("_") and member not in _SPECIAL):
            continue
        if isinstance(defined, property):
            yield f"{path}.{member}: {_signature(defined.fget).rpartition('-> ')[2]}"
        elif inspect.isfunction(defined):
            yield f"{path}.{member}{_signature(defined)}"


def _signature(function: object) -> str:
    assert callable(function)
    told = inspect.signature(function)
    parameters = [one.replace(annotation=_bare(one.annotation)) for one in told.parameters.values()]
    returned = _bare(told.return_annotation)
    return str(told.replace(parameters=parameters, return_annotation=returned))


def _bare(annotation: object) -> object:
    return _Bare(annotation) if isinstance(annotation, str) else annotation
