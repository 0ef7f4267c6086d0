"""A wrong answer of the corpus: its label, and the text that is graded for it.

A file of `tests/misconceptions/exercise_N/` holds the wrong part alone. The rest of the text
that is graded is the solution of the exercise:

    # Wrong answer for exercise 1.
    # misconception: what was right once stays right
    # rule: 2
    # caught by: check 1.4, label remembers_the_total

    import functools

    _TOTALS = {}


    def total(basket):
        return _TOTALS.setdefault(id(basket), functools.reduce(int.__add__, basket))

The comments that the file begins with are its head; they are not graded. What follows is put
together with the solution, statement by statement, each with the comments above it:

- An import goes after the solution's imports; one from `__future__`, after its docstring.
- A function, a class or an assignment to one name takes the place of the solution's statement
  that binds the same name (here `total`).
- Any other statement (`_TOTALS = {}`) goes directly before the replacement that follows it. A
  statement after the last replacement goes to the end of the text, so that code which changes
  what has been defined runs last.

Replacements are in the solution's order in the end. So a helper of several goes above the one that
comes first there.

Lines of the head:

- `# misconception:` and a sentence for people; it is compared with nothing.
- `# rule:` and the number of the rule that the finding must cite. Any other word, such as
  `none`, means that the finding must cite no rule.
- `# caught by: check N.M, label NAME`: the check that must be the first to fail, and the name of
  the misconception in its finding. The label `none` means that the finding must name no
  misconception: right for an answer that shows the exact signature of none. `N.R` in place of a
  check stands for an explanation that must count as unfinished.
- `# blocks: check N.M, label NAME` in its place: the first check without a pass must be blocked, with
  that name in its finding. For an answer in which nothing is wrong and something is missing.
- `# without: NAME, …`: names that the solution defines and the answer lacks.
- `# whole file`: the file is graded as it stands, head included. For a mistake that needs the
  whole file, such as text that does not parse.
"""

from __future__ import annotations

import ast
import itertools
import re
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError

_LABEL = re.compile(r"^# (caught by|blocks): check (\d+\.\w+), label (\w+)\s*$", re.MULTILINE)
_RULE = re.compile(r"^# rule: (\w+)", re.MULTILINE)
_WHOLE = re.compile(r"^# whole file\s*$", re.MULTILINE)
_WITHOUT = re.compile(r"^# without: (.+)$", re.MULTILINE)
_NO_MISCONCEPTION = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAnswer:
    """A wrong answer, and the finding that its label demands.

    :param text: the text that is graded; line numbers in findings are those of this text.
    :param check: number of the check that must be the first not to pass; `N.R` for an explanation
        that must count as unfinished.
    :param blocks: whether that check must be blocked, and not failed.
    :param misconception: the name that the finding must have; None if it must name none.
    :param rule: number of the rule that the finding must cite; None if it must cite none.
    """

    path: Path
    text: str
    check: str
    blocks: bool
    misconception: str | None
    rule: int | None


def read_wrong_answer(path: Path, solution: str) -> WrongAnswer:
    """Return the wrong answer in the file *path*.

    :param solution: text of the solution of the same exercise.
    :raises UsageError: when its head has no label, or as `graded_text` does.
    """
    text = path.read_text("utf-8")
    head = _head(text)
    label, rule = _LABEL.search(head), _RULE.search(head)
    if label is None or rule is None:
        raise UsageError(
            "has no label",
            "Begin it with `# misconception: …`, `# rule: N` and "
            "`# caught by: check N.M, label name`.",
        )
    return WrongAnswer(
        path=path,
        text=graded_text(text, solution),
        check=label[2],
        blocks=label[1] == "blocks",
        misconception=None if label[3] == _NO_MISCONCEPTION else label[3],
        rule=int(rule[1]) if rule[1].isdigit() else None,
    )


def graded_text(wrong: str, solution: str) -> str:
    """Return the text that is graded: the *solution* with the statements of *wrong* put in.

    :raises UsageError: when one of the two does not parse or has two statements on one line, or
        when *wrong* leaves out a name that the solution does not define. The message is the
        predicate of a sentence whose subject is the file of the wrong answer.
    """
    head = _head(wrong)
    if _WHOLE.search(head):
        return wrong
    right = _statements(solution, whose="has a solution that ")
    names = {one.name for one in right if one.name}
    left_out = {name.strip() for listed in _WITHOUT.findall(head) for name in listed.split(",")}
    if left_out - names:
        raise UsageError(
            f"leaves out {', '.join(sorted(left_out - names))}, which the solution does not define",
            "Correct the line `# without: …` of its head.",
        )

    future, imports, waiting = "", "", ""
    replacements = dict.fromkeys(left_out, "")
    for one in _statements(wrong, after=head.count("\n")):
        if one.is_future:
            future += one.text
        elif one.is_import:
            imports += one.above.lstrip("\n") + one.text
        else:
            waiting += one.above + one.text
            if one.name in names:
                replacements[one.name] = replacements.get(one.name, "") + waiting
                waiting = ""

    after_docstring = 1 if right[0].is_docstring else 0
    after_imports = max(
        (place for place, one in enumerate(right, start=1) if one.is_import),
        default=after_docstring,
    )
    parts = []
    for place, one in enumerate(right):
        if place == after_docstring:
            parts.append(future)
        if place == after_imports:
            parts.append(imports)
        text = one.text
        if one.name in replacements:  # where the solution binds the name again, nothing is left
            text, replacements[one.name] = replacements[one.name].lstrip("\n"), ""
        parts += [one.above, text]
    if waiting.strip():
        parts += ["\n\n", waiting.lstrip("\n")]
    return "".join(parts).rstrip("\n") + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """A top-level statement of a text, or the end of the text.

    :param above: the lines between it and the statement before it: blank, or comments.
    :param text: its own lines, decorators included; empty for the end.
    :param node: None for the end.
    """

    above: str
    text: str
    node: ast.stmt | None

    @property
    def name(self) -> str:
        """The one name that the statement binds by a definition or an assignment; else empty."""
        match self.node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return self.node.name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                return name
            case _:
                return ""

    @property
    def is_import(self) -> bool:
        """Whether the statement is an import."""
        return isinstance(self.node, ast.Import | ast.ImportFrom)

    @property
    def is_future(self) -> bool:
        """Whether the statement is an import from `__future__`, which no other code may precede."""
        return isinstance(self.node, ast.ImportFrom) and self.node.module == "__future__"

    @property
    def is_docstring(self) -> bool:
        """Whether the statement is a string alone."""
        return (
            isinstance(self.node, ast.Expr)
            and isinstance(self.node.value, ast.Constant)
            and isinstance(self.node.value.value, str)
        )


def _head(text: str) -> str:
    """Return the comments that *text* begins with."""
    return "".join(itertools.takewhile(lambda line: line.startswith("#"), _lines(text)))


def _lines(text: str) -> list[str]:
    """Return the lines of *text* as Python counts them: only a newline ends one."""
    return [f"{line}\n" for line in text.removesuffix("\n").split("\n")]


def _statements(text: str, *, whose: str = "", after: int = 0) -> list[_Statement]:
    """Return the top-level statements of *text*, the end of the text last.

    :param whose: the beginning of the message of an error.
    :param after: number of lines at the beginning of *text* that belong to no statement.
    :raises UsageError: when it does not parse, or two statements share a line.
    """
    try:
        nodes = ast.parse(text).body
    except (SyntaxError, ValueError) as error:  # ValueError: a null byte, before Python 3.12
        where = f" on line {error.lineno}" if isinstance(error, SyntaxError) else ""
        raise UsageError(
            f"{whose}does not parse{where}",
            "Correct it. If that is the mistake, add the line `# whole file` to its head.",
        ) from error
    lines, found = _lines(text), []
    for node in nodes:
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(one.lineno for one in decorators)]) - 1
        last = node.end_lineno or node.lineno
        if first < after:
            raise UsageError(
                f"{whose}has two statements on line {first + 1}", "Write each on its own line."
            )
        found.append(
            _Statement(
                above="".join(lines[after:first]), text="".join(lines[first:last]), node=node
            )
        )
        after = last
    return [*found, _Statement(above="".join(lines[after:]), text="", node=None)]
