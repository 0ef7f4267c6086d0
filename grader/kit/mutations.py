"""Mutants of a right answer: each has one small change, a mistake that somebody could make.

A changed operator, constant or name; an argument or attribute left out; a statement dropped, doubled
or run too early. A mutant that still gets full marks shows a gap in the checks, or is no mistake;
then the author lists it with the reason.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.Gt: ast.LtE,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A right answer with one small change.

    :param name: function and change, with a number for changes of one name, such as
        `largest: Is -> IsNot (1)`; the same as long as the right answer is.
    :param line: the changed line in the right answer, 1-based.
    :param source: its text, as `ast.unparse` writes it, so without comments.
    """

    name: str
    line: int
    source: str


def mutants(source: str, functions: tuple[str, ...]) -> Iterator[Mutant]:
    """Yield every mutant of the named functions in *source*; of several with one text, the first."""
    seen = {ast.unparse(ast.parse(source))}
    names: dict[str, int] = {}
    count = sum(1 for _ in _changes(ast.parse(source), functions))
    for place in range(count):
        tree = ast.parse(source)
        function, line, what, apply = next(islice(_changes(tree, functions), place, None))
        apply()
        text = ast.unparse(ast.fix_missing_locations(tree))
        if text in seen:
            continue
        seen.add(text)
        label = f"{function}: {what}"
        names[label] = names.get(label, 0) + 1
        yield Mutant(name=f"{label} ({names[label]})", line=line, source=text + "\n")


Found = tuple[str, int, str, Callable[[], None]]
"""Function, line, name of the change, and a call that makes it in the tree."""


def _changes(tree: ast.Module, functions: tuple[str, ...]) -> Iterator[Found]:
    for top in tree.body:
        if isinstance(top, ast.FunctionDef) and top.name in functions:
            own = sorted(
                {n.id for n in ast.walk(top) if isinstance(n, ast.Name)}
                & ({a.arg for a in ast.walk(top) if isinstance(a, ast.arg)} | _stored(top))
            )
            yield from _dropped(top.name, top, "body")
            for statement in top.body:  # not the annotations: nobody runs them
                for node in ast.walk(statement):
                    yield from _in_node(top.name, node, own)


def _stored(function: ast.FunctionDef) -> set[str]:
    return {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _in_node(function: str, node: ast.AST, names: list[str]) -> Iterator[Found]:
    line = getattr(node, "lineno", 0)

    def found(what: str, target: object, field: str, value: object) -> Found:
        return function, line, what, partial(setattr, target, field, value)

    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in _operators(operator):
                ops = [*node.ops[:place], other, *node.ops[place + 1 :]]
                yield found(f"{_word(operator)} -> {_word(other)}", node, "ops", ops)
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in _SWAPS:
        other_op = _SWAPS[type(node.op)]()
        yield found(f"{_word(node.op)} -> {_word(other_op)}", node, "op", other_op)
    elif isinstance(node, ast.Constant) and not isinstance(node.value, str):
        for value in _other_constants(node.value):
            yield found(f"{node.value!r} -> {value!r}", node, "value", value)
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        negated = ast.UnaryOp(op=ast.Not(), operand=node.test)
        yield found(f"if {_short(node.test)} -> if not", node, "test", negated)
    elif isinstance(node, ast.Return) and node.value is not None:
        yield found(
            f"return {_short(node.value)} -> return None", node, "value", ast.Constant(None)
        )
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        for name in names:
            if name != node.id:
                yield found(f"{node.id} -> {name}", node, "id", name)
    elif isinstance(node, ast.Call) and node.args:
        for place, argument in enumerate(node.args):
            rest = [*node.args[:place], *node.args[place + 1 :]]
            what = f"{_short(node.func)}(… {_short(argument)} …) without it"
            yield found(what, node, "args", rest)
    for field, child in ast.iter_fields(node):
        if isinstance(child, ast.Attribute) and isinstance(child.ctx, ast.Load):
            yield found(f"{_short(child)} -> {_short(child.value)}", node, field, child.value)
    for field in ("body", "orelse", "finalbody"):
        yield from _dropped(function, node, field)


def _dropped(function: str, node: ast.AST, field: str) -> Iterator[Found]:
    statements = getattr(node, field, None)
    if not isinstance(statements, list):
        return
    for place, statement in enumerate(statements):
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # a docstring
        if isinstance(statement, ast.Pass):
            continue
        short, before, after = _short(statement), statements[:place], statements[place + 1 :]
        changed = {f"without `{short}`": [*before, ast.Pass(), *after]}
        if isinstance(statement, ast.Expr):
            changed[f"twice `{short}`"] = [*before, statement, statement, *after]
        if place and not isinstance(before[-1], ast.Expr):
            changed[f"too early `{short}`"] = [*before[:-1], statement, before[-1], *after]
        if isinstance(statement, ast.If | ast.Try | ast.With):
            changed[f"only the body of `{short}`"] = [*before, *statement.body, *after]
        for what, new in changed.items():
            yield function, statement.lineno, what, partial(setattr, node, field, new)


def _operators(operator: ast.cmpop) -> list[ast.cmpop]:
    other = _SWAPS.get(type(operator))
    swapped = [other()] if other is not None else []
    if isinstance(operator, ast.Is):
        swapped.append(ast.Eq())
    return [one for one in swapped if isinstance(one, ast.cmpop)]


def _other_constants(value: object) -> list[object]:
    if isinstance(value, bool):
        return [not value]
    if value is None:
        return [0]
    return [value + 1] if isinstance(value, int) else []


def _word(operator: ast.AST) -> str:
    return type(operator).__name__


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 48 else f"{text[:47]}…"
