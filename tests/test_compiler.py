"""The guest's short way to a code object ends where Python's own `compile` does."""

from __future__ import annotations

import _ctypes
import sys
from types import CodeType

import pytest

from grader.guest import _compiler

SOURCES = [
    b"",
    b"x = 1\r\ny = 2\r\n",
    b"\xef\xbb\xbfname = 'bom'\n",
    b"# coding: latin-1\nname = '\xe9'\n",
    "name = 'Grüße, 世界'\n".encode(),
    b"from __future__ import annotations\ndef f(x: unknown): return x\n",
    b"def f(:\n",
    b"name = '\xff'\n",
    b"# coding: nowhere\n",
    b"x = 'unfinished",
    b"(" * 300,
    b"if 1:\n\tx = 1\n        y = 2\n",
    b"x = 1\x00\n",
    b"return 1\n",
]


def shown(result: object) -> object:
    """Return what can be compared of a code object, or of the error in place of one."""
    if isinstance(result, SyntaxError):
        return type(result), result.args
    return (type(result), str(result)) if isinstance(result, Exception) else result


@pytest.mark.parametrize("source", SOURCES)
def test_a_guest_compiles_as_python_does(source: bytes) -> None:
    """The same code object, file name included, or the same error with the same place."""
    results = []
    for compiler in (
        _compiler(),
        lambda text, name: compile(text, name, "exec", dont_inherit=True),
    ):
        try:
            result: object = compiler(source, "answer.py")
        except Exception as error:  # the built-in raises several kinds
            result = error
        results.append(result)
    short, usual = results
    assert shown(short) == shown(usual)
    if isinstance(short, CodeType):
        assert short.co_filename == "answer.py"


@pytest.mark.skipif(sys.platform != "linux", reason="guests take the short way where they seal")
def test_the_short_way_is_taken_where_the_seal_has_opened_it() -> None:
    """Under Linux no syntax node class is made: `compile` itself is not called."""
    assert hasattr(_ctypes, "CFuncPtr")
    compiled = _compiler()
    names = compiled.__code__.co_freevars
    cells = dict(zip(names, compiled.__closure__ or (), strict=True))
    assert cells["c_function"].cell_contents is not None
