"""Literals that a learner's file assigns to names, read without running the file.

The file is parsed in a guest, because a parser can run out of stack, memory or time over it.
Whatever happens there is a fact about the file and no fault of the kit's, and the time that it takes
is the learner's: a dictionary display whose keys all have one hash takes minutes to build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from grader.channel.outcomes import Returned
from grader.exam.session import CheckSession, RemoteObject

TEXT_LIMIT = 4_000
"""Characters of each str or bytes in a literal; the rest is cut off."""

ITEM_LIMIT = 200
"""Items of a literal in all, at any depth; the rest is cut off, since all must fit into one reply."""


class LiteralStatus(Enum):
    """Whether the file assigns a literal to a name.

    >>> learner.literals("WORDS", "MISSPELT")["MISSPELT"].status
    <LiteralStatus.ABSENT: 'absent'>

    ABSENT: the file does not assign to the name. NOT_LITERAL: the value would have to be computed.
    UNREADABLE: the file could not be parsed at all.
    """

    ABSENT = "absent"
    NOT_LITERAL = "not literal"
    LITERAL = "literal"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedLiteral:
    """The last assignment to one name at the top level of the file.

    >>> words = learner.literals("WORDS")["WORDS"]
    >>> words.value, words.line, words.lines
    ({'one': 'eins'}, 1, {'one': 1})

    :param value: the value if it is a literal, with proxies for values that cannot be copied; else None.
    :param line: the line where the assignment begins, 1-based; of a file that could not be parsed, the
        line of the syntax error; None if unknown.
    :param lines: the line of each str key, if the value is a dictionary display.
    :param computed: of a dictionary display that is no literal, the str keys whose values are none.
    """

    status: LiteralStatus
    value: object = None
    line: int | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    computed: tuple[str, ...] = ()


def type_of(value: object) -> str:
    """Return the name of the type of a literal's value, as the guest sees it."""
    return value.handle.type if isinstance(value, RemoteObject) else type(value).__name__


# Only `_ast` is imported: `ast`, which imports `enum` and `contextlib`, takes as long as starting the
# interpreter. `evaluated` accepts what `ast.literal_eval` accepts. An augmented or a partial
# assignment after a plain one would have to be run to be understood, so it is no literal. The line
# that Python 3.11 names for a byte that it cannot decode is wrong, so there is none then.
_READ = """
import _ast, warnings

def cut(value, left, depth=0):
    left[0] -= 1
    if isinstance(value, (str, bytes)):
        return value[:limit]
    if type(value) not in (list, tuple, dict):
        return value
    if depth > 8:
        return "\u2026"
    if type(value) is dict:
        return cut_dictionary(value, left, depth)
    kept = []
    for item in value:
        if left[0] <= 0:
            kept.append("\u2026")
            break
        kept.append(cut(item, left, depth + 1))
    return type(value)(kept)

def cut_dictionary(value, left, depth):
    kept = {}
    for key, item in value.items():
        if left[0] <= 1:
            break
        left[0] -= 1
        shown = key[:limit] if isinstance(key, (str, bytes)) else repr(key)[:limit]
        kept[shown] = cut(item, left, depth + 1)
    return kept

def number(node, kinds):
    sign = 1
    if isinstance(node, _ast.UnaryOp) and isinstance(node.op, (_ast.UAdd, _ast.USub)):
        sign, node = (-1 if isinstance(node.op, _ast.USub) else 1), node.operand
    if not isinstance(node, _ast.Constant) or type(node.value) not in kinds:
        raise ValueError
    return -node.value if sign < 0 else node.value

def evaluated(node):
    if isinstance(node, _ast.Constant):
        return node.value
    if isinstance(node, (_ast.Tuple, _ast.List, _ast.Set)):
        made = {_ast.Tuple: tuple, _ast.List: list, _ast.Set: set}[type(node)]
        return made([evaluated(item) for item in node.elts])
    if isinstance(node, _ast.Dict):
        return {evaluated(key): evaluated(item) for key, item in zip(node.keys, node.values)}
    if isinstance(node, _ast.Call) and isinstance(node.func, _ast.Name) and node.func.id == "set":
        if not node.args and not node.keywords:
            return set()
    if isinstance(node, _ast.BinOp) and isinstance(node.op, (_ast.Add, _ast.Sub)):
        left, right = number(node.left, (int, float)), number(node.right, (complex,))
        return left + right if isinstance(node.op, _ast.Add) else left - right
    return number(node, (int, float, complex))

def targets(statement):
    if isinstance(statement, _ast.Assign):
        return statement.targets
    if isinstance(statement, _ast.AnnAssign) and statement.value is not None:
        return [statement.target]
    return [statement.target] if isinstance(statement, _ast.AugAssign) else []

def is_literal(node):
    try:
        evaluated(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True

def read(statement, target):
    if isinstance(statement, _ast.AugAssign) or not isinstance(target, _ast.Name):
        return ["not literal", None, statement.lineno, {}, []]
    node = statement.value
    pairs = zip(node.keys, node.values) if isinstance(node, _ast.Dict) else []
    pairs = [pair for pair in pairs if isinstance(pair[0], _ast.Constant)]
    pairs = [(key, item) for key, item in pairs if isinstance(key.value, str)]
    lines = cut({key.value: key.lineno for key, item in pairs}, [most])
    if is_literal(node):
        return ["literal", cut(evaluated(node), [most]), statement.lineno, lines, []]
    computed = [key.value for key, item in pairs if not is_literal(item)]
    return ["not literal", None, statement.lineno, lines, cut(computed, [most])]

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    try:
        body = compile(source, "<submission>", "exec", _ast.PyCF_ONLY_AST, dont_inherit=True).body
        result = {name: ["absent", None, None, {}, []] for name in names}
    except SyntaxError as error:
        body, result = [], None if "utf-8" in str(error).lower() else error.lineno
for statement in body:
    for target in targets(statement):
        whole = target.value if isinstance(target, _ast.Subscript) else target
        if isinstance(whole, _ast.Name) and whole.id in result:
            result[whole.id] = read(statement, target)
"""


def literals(session: CheckSession, source: bytes, *names: str) -> dict[str, AssignedLiteral]:
    """Return the literals that *source* assigns to *names*, by name.

    :param session: a session whose guest has not loaded the learner's file, so that nothing has
        changed the guest's interpreter.
    :param source: the learner's file.
    :raises Stopped: when the time limit of the check ends the guest, or a request before it failed.
    """
    limits = {"limit": TEXT_LIMIT, "most": ITEM_LIMIT}
    outcome = session.read_file(_READ, {"source": source, "names": list(names), **limits})
    found = session.with_proxies(outcome.value) if isinstance(outcome, Returned) else None
    if not isinstance(found, dict):
        line = found if isinstance(found, int) and found > 0 else None
        return {name: AssignedLiteral(status=LiteralStatus.UNREADABLE, line=line) for name in names}
    return {name: _literal(found.get(name)) for name in names}


def _literal(answer: object) -> AssignedLiteral:
    match answer:
        case [str(status), value, int() | None as line, dict(lines), list(computed)]:
            return AssignedLiteral(
                status=LiteralStatus(status),
                value=value,
                line=line,
                lines={key: at for key, at in lines.items() if isinstance(at, int)},
                computed=tuple(key for key in computed if isinstance(key, str)),
            )
        case _:
            return AssignedLiteral(status=LiteralStatus.UNREADABLE)
