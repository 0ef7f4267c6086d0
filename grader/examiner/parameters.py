"""Parameters of a learner's function, and how they differ from those of the stub.

A call that does not fit them raises a TypeError that names neither side, and one that takes them in
another order goes wrong anywhere in the body.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from grader import course
from grader.exam.findings import Findings
from grader.model import Exercise, Finding

say = Findings(__file__, "explain_outcome.toml")

_TAKEN = """
result = []
for name in names:
    function = vars(learner_module).get(name)
    if type(function) is type(lambda: None):
        code = function.__code__
        taken, places = code.co_varnames, code.co_argcount
        keywords = taken[places:places + code.co_kwonlyargcount]
        starred = code.co_flags & 12
        own = code.co_filename == vars(learner_module).get("__file__")
        line = code.co_firstlineno if own else None
        defaults = len(function.__defaults__ or ())
        result.append([name, list(taken[:places]), defaults, list(keywords), starred != 0, line])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The parameters of a function of the learner's.

    :param names: of those that take an argument by its place, in order.
    :param defaults: number of the last of these that have a default.
    :param keyword_only: names of those that take an argument by keyword only.
    :param starred: whether the function takes any number of further arguments.
    :param line: where the function begins in the learner's file; None if it is not there.
    """

    names: tuple[str, ...]
    defaults: int = 0
    keyword_only: tuple[str, ...] = ()
    starred: bool = False
    line: int | None = None

    def __str__(self) -> str:
        """Return the parameters as a `def` has them, without their defaults."""
        return ", ".join((*self.names, *(("*", *self.keyword_only) if self.keyword_only else ())))


def taken(
    ask: Callable[[str, Mapping[str, object]], object], functions: Sequence[str]
) -> dict[str, Parameters]:
    """Return the parameters of the learner's functions, by name; those of plain functions alone.

    :param ask: runs a program in the guest and returns its `result`. It is called once, or not at all
        if *functions* is empty.
    """
    answer = ask(_TAKEN, {"names": list(functions)}) if functions else None
    found = {}
    for one in answer if isinstance(answer, list) else ():
        match one:
            case [str(name), list(names), int(defaults), list(keywords), bool(starred), line] if (
                isinstance(line, int | None)
            ):
                found[name] = Parameters(
                    names=tuple(map(str, names)),
                    defaults=defaults,
                    keyword_only=tuple(map(str, keywords)),
                    starred=starred,
                    line=line,
                )
            case _:  # the learner's code can take part in the answer
                continue
    return found


@functools.cache
def _stub(slug: str, source: bytes) -> dict[str, dict[str, str]]:
    """Return the annotation of each parameter of each function of a stub, by their names.

    :param slug: of the exercise.
    """
    found = {}
    for node in ast.parse(source, filename=slug).body:
        if isinstance(node, ast.FunctionDef) and not node.args.kwonlyargs:
            arguments = (*node.args.posonlyargs, *node.args.args)
            found[node.name] = {
                one.arg: "" if one.annotation is None else ast.unparse(one.annotation)
                for one in arguments
            }
    return found


def wanted(exercise: Exercise, function: str) -> dict[str, str]:
    """Return the annotation of each parameter of *function* in the stub, by its name, in order.

    It is empty for what is no function there, or one with parameters by keyword only.
    """
    return _stub(exercise.slug, course.stub(exercise)).get(function, {})


def has_an_order(stub: Mapping[str, str], *, raised: bool) -> bool:
    """Return whether another order of the stub's parameters would be a finding.

    :param raised: whether the call raised. If it did not, the order may be no part of what is
        wrong, unless arguments of different types can change places.
    """
    return len(stub) > 1 and (raised or len(set(stub.values())) > 1)


def in_another_order(
    own: Parameters | None, stub: Mapping[str, str], function: str, *, raised: bool
) -> Finding | None:
    """Return the finding that a function has the stub's parameters in another order; else None.

    :param raised: as for `has_an_order`.
    """
    names = tuple(stub)
    if own is None or own.names == names or sorted(own.names) != sorted(names):
        return None
    places = zip(own.names, names, strict=True)
    if not raised and all(stub[mine] == stub[theirs] for mine, theirs in places):
        return None
    place = next(at for at, name in enumerate(names) if own.names[at] != name)
    return say(
        "parameters_in_another_order",
        function=function,
        taken=str(own),
        wanted=", ".join(names),
        argument=names[place],
        parameter=own.names[place],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """The difference between the parameters of a function and the arguments of a call by the stub.

    :param text: a sentence behind a space; empty where nothing is known or nothing differs.
    :param line: where the function begins in the learner's file, if that is known.
    """

    text: str = ""
    line: int | None = None


FITS = Misfit()


def misfit(own: Parameters | None, stub: Mapping[str, str]) -> Misfit:
    """Return how a call by the stub does not fit the parameters of a function."""
    if own is None or not stub:
        return FITS
    differences = []
    lacking = len(stub) - len(own.names)
    if by_keyword := [name for name in own.keyword_only if name in stub]:
        differences.append(f"takes {_listed(by_keyword)} by keyword only")
    elif lacking > 0 and not own.starred:
        absent = [name for name in stub if name not in own.names]
        differences.append(
            f"has no place for {_listed(absent if len(absent) == lacking else list(stub)[-lacking:])}"
        )
    if unfilled := own.names[len(stub) : len(own.names) - own.defaults]:
        differences.append(f"also wants {_listed(unfilled)}")
    if not differences:
        return Misfit(line=own.line)
    what = f"the `def` {' and '.join(differences)}"
    return Misfit(
        text=f" The call gives arguments for `({', '.join(stub)})`; {what}.", line=own.line
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
