"""The guest's short way to a code object ends where Python's own `compile` does."""

from __future__ import annotations

import _ctypes
import subprocess
import sys
from pathlib import Path
from types import CodeType

import pytest
from support.grading import grade, solution

from grader.guest.compiler import compiler, refuse_undeclared

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
    for way in (
        compiler(),
        lambda text, name: compile(text, name, "exec", dont_inherit=True),
    ):
        try:
            result: object = way(source, "answer.py")
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
    compiled = compiler()
    names = compiled.__code__.co_freevars
    cells = dict(zip(names, compiled.__closure__ or (), strict=True))
    assert cells["c_function"].cell_contents is not None


UNDECLARED = {
    b"# L\xf6sung\n": 1,
    b"x = 1\ny = 2\nz = 3\n# L\xf6sung\n": 4,
    b"x = 1\r\n\r\nname = '\xf6'\r\n": 3,
    b"x = 1\ry = 2\r# \xf6\r": 3,
    b"# \xf6\n# coding: latin-1\n": 1,
    b"x = 1\n# coding: latin-1\n# \xf6\n": 3,
    b"x = 1\n# \xf6 coding: latin-1\n": 2,
    b"x = 1\n# \xed\xa0\x80\n": 2,
    b"# coding\n# encoding: \n# \xf6\n": 3,
    b"# coding:\n# \xf6\n": 2,
}
"""Files that declare no encoding, or too late, and the line of a byte that is not UTF-8."""

FORGIVEN = {b"# L\xf6sung\n", b"# \xf6\n# coding: latin-1\n"}
"""Those that Python runs since 3.14; a guest treats a file alike in every version."""

DECLARED = [
    b"# coding: latin-1\n# \xf6\n",
    b"# \xf6 coding: latin-1\n",
    b"#!/usr/bin/env python3\n# vim: set fileencoding=cp1252 :\n# \xf6\n",
    b"\n# -*- coding: latin-1 -*-\n# \xf6\n",
    b"# coding or encoding=latin-1\n# \xf6\n",
    "# Lösung\n".encode(),
    b"\xef\xbb\xbf# L\xc3\xb6sung\n",
    b"x = 1\n",
    b"",
]


@pytest.mark.parametrize("source", [*UNDECLARED, *DECLARED])
def test_a_guest_refuses_undeclared_bytes_where_python_does(source: bytes, tmp_path: Path) -> None:
    """`compile` would let such a comment pass; `python FILE` does not, and names the line."""
    path = tmp_path / "answer.py"
    path.write_bytes(source)
    done = subprocess.run([sys.executable, path], capture_output=True, timeout=30, check=False)
    line = UNDECLARED.get(source)
    if line is None:
        assert done.returncode == 0
        refuse_undeclared(source, "answer.py")
        return
    if sys.version_info < (3, 14) or source not in FORGIVEN:
        assert b"Non-UTF-8 code" in done.stderr or b"(unicode error)" in done.stderr
    with pytest.raises(SyntaxError, match="is not UTF-8") as refused:
        refuse_undeclared(source, "answer.py")
    assert (refused.value.filename, refused.value.lineno) == ("answer.py", line)


def test_a_learner_is_told_how_to_save_a_file_that_is_not_utf8() -> None:
    """Byte and line, and that the editor is to save it as UTF-8: nothing there is left open."""
    graded = grade(1, solution(1).encode() + "\n# für\n".encode("cp1252"))
    finding = graded.verdicts[0].finding
    assert graded.earned == 0
    assert finding is not None
    last = solution(1).count("\n") + 2
    assert (finding.misconception, finding.line) == ("syntax_error", last)
    assert (
        f"line {last} of exercise_1_identity.py: no encoding is declared, and byte 0xfc"
        in finding.observed
    )
    assert "UTF-8" in finding.next_step
    declared = b"# coding: cp1252\n" + solution(1).encode() + "\n# für\n".encode("cp1252")
    assert grade(1, declared).earned == graded.possible


def test_without_ctypes_a_guest_compiles_the_usual_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the interpreter hides its own names: the same code, a little later."""
    usual = compile(b"x = 1", "answer.py", "exec", dont_inherit=True)

    def hidden(*_: object) -> int:
        raise OSError("no such name")

    monkeypatch.setattr(_ctypes, "dlsym", hidden)
    assert compiler()(b"x = 1", "answer.py") == usual
    monkeypatch.delitem(sys.modules, "_ctypes")
    assert compiler()(b"x = 1", "answer.py") == usual
