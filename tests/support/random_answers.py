"""Random answers: token soup, cut and flipped solutions, and random bytes."""

from __future__ import annotations

import random

from support.grading import solution

TOKENS = (
    *("def", "class", "return", "import", "from", "if", "else", "while", "for", "in", "is", "not"),
    *("lambda", "yield", "async", "await", "with", "try", "except", "finally", "raise", "global"),
    *("sys", "types", "modules", "module", "name", "values", "same_module", "forget", "None"),
    *("(", ")", "[", "]", "{", "}", ":", ",", ".", "=", "==", "*", "**", "@", "->", "\n", "\n    "),
    *("'", '"', '"""', "\\", "#", "0", "1", "1e999", "0x", "é", "\u202e", "\t", "\f", "\0", ";"),
)
KINDS = ("bytes", "tokens", "truncated", "flipped")


def random_answer(source: random.Random, kind: str, number: int) -> bytes:
    """Return one random answer."""
    right = solution(number).encode()
    match kind:
        case "bytes":
            return source.randbytes(source.randrange(2_000))
        case "tokens":
            return " ".join(source.choices(TOKENS, k=source.randrange(1, 300))).encode()
        case "truncated":
            return right[: source.randrange(len(right))]
        case _:
            broken = bytearray(right)
            for _ in range(source.randrange(1, 6)):
                broken[source.randrange(len(broken))] ^= 1 << source.randrange(8)
            return bytes(broken)
