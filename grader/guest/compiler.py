"""Compilation of Python source in a guest, faster than by the built-in `compile`.

This file runs inside the guest beside `grader.guest.serve`, is sent as bytes and imports nothing
but `sys` and, where the seal has imported it already, `_ctypes`.
"""

import sys

TYPE_CHECKING = False  # importing `typing` would cost half of the guest's start
if TYPE_CHECKING:
    from typing import Any


def compiler() -> "Any":
    """Return a function `(source: bytes, filename: str) -> code object`.

    The built-in `compile` first makes a class for every kind of syntax node. The C function behind
    it, `Py_CompileStringObject`, does not; it is called where the seal has imported `_ctypes`.
    """

    def compiled(source: bytes, filename: str) -> "Any":
        if c_function is None or b"\0" in source:  # a C string would end there
            return compile(source, filename, "exec", dont_inherit=True)
        return c_function(text(source), reference(filename), 257, None, -1)  # Py_file_input

    c_function: Any = None
    if "_ctypes" in sys.modules and sys.platform != "win32":
        import _ctypes

        reference = type("Reference", (_ctypes._SimpleCData,), {"_type_": "O"})
        text = type("Text", (_ctypes._SimpleCData,), {"_type_": "z"})
        with_gil = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI
        looks = {"_flags_": with_gil, "_restype_": reference}
        try:
            address = _ctypes.dlsym(_ctypes.dlopen(None, 2), "Py_CompileStringObject")  # type: ignore[arg-type]
            c_function = type("CFunction", (_ctypes.CFuncPtr,), looks)(address)
        except OSError:
            c_function = None  # an interpreter that does not export its C API
    return compiled


def refuse_undeclared(source: bytes, filename: str) -> None:
    """Refuse source that declares no encoding and is not UTF-8, as `python FILE` does.

    `compile`, given bytes, accepts such bytes in a comment (language reference, 2.1.4).

    :raises SyntaxError: with the line of the first such byte.
    """
    try:
        source.decode()
    except UnicodeDecodeError as error:
        line = len((source[: error.start] + b"?").splitlines())
        head = [one.lstrip(b" \t\f") for one in source.splitlines()[: min(line, 2)]]
        last = head[-1] if head[0][:1] in (b"", b"#") else b""
        if source[:3] == b"\xef\xbb\xbf" or _declares(head[0]) or _declares(last):
            return
        # `grader.examiner.explain_outcome` recognizes it by its first words.
        message = "no encoding is declared, and byte 0x%02x is not UTF-8" % source[error.start]
        raise SyntaxError(message, (filename, line, None, None)) from None


def _declares(line: bytes) -> bool:
    """Return whether a line without its indentation is a comment that declares an encoding."""
    names = [piece for piece in line.split(b"coding")[1:] if piece[:1] in (b":", b"=")]
    firsts = [name[1:].lstrip(b" \t")[:1] for name in names]
    return line[:1] == b"#" and any(c.isalnum() or c in (b"-", b"_", b".") for c in firsts)
