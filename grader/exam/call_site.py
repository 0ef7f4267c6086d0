"""`CallSite`: one call of the learner's code, and the line of the file that a finding about it shows.

The line that ran last in a call is not always the one to look at: a `return` in a `try` or a `with`
runs the clean-up behind it first. The guest reports which lines ran; the `return` among them is
found in the syntax tree, only for a finding and only then, because a guest takes as long to parse
the file as to run a check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.channel.outcomes import Handle
from grader.exam.findings import Findings
from grader.model import Finding

_SHARED = Findings(str(Path(__file__)), "shared_findings.toml")

_SUSPENDED = {
    "coroutine": ("a coroutine object", "An `async def`", "awaits it", "cr_code"),
    "generator": (
        "a generator object",
        "A `yield`, or a comprehension in round brackets,",
        "asks it for items",
        "gi_code",
    ),
    "async_generator": (
        "an asynchronous generator object",
        "A `yield` in an `async def`",
        "asks it for items",
        "ag_code",
    ),
}
"""Built-in type of an object with code that waits, to its name, what makes it, what runs it, and its
attribute with the code object."""

# An import would add a key to `sys.modules`, which the check may be watching; so the nodes are known
# by the names of their types, and 1024 is `ast.PyCF_ONLY_AST`. Warnings about the text have been
# printed when the file was compiled.
_RETURN_LINE = """
import sys

def lines(statements):
    return set(range(statements[0].lineno, statements[-1].end_lineno + 1)) if statements else set()

def blocks(node):
    for field in ("body", "orelse", "handlers", "cases", "finalbody"):
        found = getattr(node, field, None)
        if type(found) is list:
            yield found

def head(node):
    return set(range(node.lineno, node.items[-1].context_expr.end_lineno + 1))

def kept_inside(statements):
    # the lines whose exceptions need not leave these statements
    found = set()
    for one in statements:
        kind = type(one).__name__
        if kind == "Try" and one.handlers or kind == "With":
            found |= lines(one.body)
        for block in blocks(one):
            found |= kept_inside(block)
    return found

def definition(statements):
    for one in statements:
        if type(one).__name__.endswith("FunctionDef"):
            if min([one.lineno] + [each.lineno for each in one.decorator_list]) == first:
                return one
        for block in blocks(one):
            found = definition(block)
            if found is not None:
                return found

def returns(statements, passed, kept):
    # passed: the lines that run between a return in here and the end of the call
    for one in statements:
        kind = type(one).__name__
        if kind == "Return":
            yield lines([one]), passed, kept
        elif kind in ("Try", "TryStar"):
            inner = passed | lines(one.finalbody), kept | kept_inside(one.finalbody)
            for block in (one.body, one.handlers, one.orelse):
                yield from returns(block, *inner)
            yield from returns(one.finalbody, passed, kept)
        elif not kind.endswith(("FunctionDef", "ClassDef")):
            inner = passed | head(one) if kind.endswith("With") else passed
            for block in blocks(one):
                yield from returns(block, inner, kept)

def line_of(found):
    for place in range(len(ran) - 1, -1, -1):
        for own, passed, kept in found:
            if ran[place] in own:
                later = ran[place + 1:]
                good = all(line in passed if line > 0 else -line in kept for line in later)
                return min(own) if good else None

shown, sys.stderr = sys.stderr, None
try:
    tree = compile(source, "<submission>", "exec", 1024, dont_inherit=True)
finally:
    sys.stderr = shown
found = definition(tree.body)
result = found and line_of(list(returns(found.body, set(), set())))
"""

_CODE_LINE = """
code = getattr(made, attribute)
own = code.co_filename == vars(learner_module).get("__file__")
result = code.co_firstlineno if own else None
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSite:
    """One call of the learner's code, for a finding that is reported after later calls.

    >>> learner.first_of([7, 8])
    7
    >>> learner.last_call()
    CallSite(call='first_of([7, 8])', line=5)

    :param call: the call as Python text.
    :param line: the line of the learner's file that ran last or raised, 1-based; None if unknown.
    :param ran: where a function with a `try` or a `with` returned: the line of its `def`, then its
        lines in the order in which each ran last; below zero where that line raised. Else empty.
    :param result: the result, if it is a coroutine or a generator, which has not run.
    :param ask: runs a program in the guest and returns its `result`, None where it has none; without
        it, the line that ran last is all that is known.
    """

    call: str
    line: int | None
    ran: tuple[int, ...] = field(default=(), repr=False)
    result: Handle | None = field(default=None, repr=False)
    ask: Callable[[str, Mapping[str, object]], object] | None = field(
        default=None, repr=False, compare=False
    )

    def locate(self, finding: Finding) -> Finding:
        """Return *finding* with this call, and the line of the `return` that it came to.

        A finding about a call that gave a coroutine or a generator says so instead.
        """
        if self.result is not None:
            return self._about_suspended(finding, self.result)
        return replace(finding, call=self.call, line=self._return_line())

    def locate_end(self, finding: Finding) -> Finding:
        """Return *finding* with this call, and the line that ran last: in a clean-up, its line.

        >>> learner.first_of([7, 8])
        7
        >>> learner.last_call().locate_end(say("another_item", result="7")).line
        5
        """
        return replace(finding, call=self.call, line=self.line)

    def _return_line(self) -> int | None:
        """Return the line of the `return` that was evaluated; the last one that ran if none was."""
        if len(self.ran) < 3 or self.ask is None:
            return self.line
        first, *ran = self.ran
        found = self.ask(_RETURN_LINE, {"first": first, "ran": ran})
        return found if type(found) is int and found in self.ran else self.line

    def _about_suspended(self, finding: Finding, result: Handle) -> Finding:
        """Return the finding that the result is no value, with what *finding* expects."""
        what, made_by, run_by, attribute = _SUSPENDED[result.type]
        line = self.line
        if line is None and self.ask is not None:
            # Nothing of the function ran; its code object has the line of the `def`.
            found = self.ask(_CODE_LINE, {"made": result, "attribute": attribute})
            line = found if type(found) is int else None
        told = _SHARED("not_run", what=what, made_by=made_by, run_by=run_by)
        return replace(told, expected=finding.expected, call=self.call, line=line)


def suspended(result: Handle) -> bool:
    """Return whether *result* is a coroutine or a generator."""
    return result.module == "builtins" and result.type in _SUSPENDED
