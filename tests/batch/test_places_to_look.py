"""Places to look: names that no answer needs, however they are written; ordinary code has none."""

from __future__ import annotations

import time

import pytest

from grader.batch.places_to_look import scan

KINDS = {
    "classes": [
        "object.__subclasses__()",
        "vars(type)['__subclasses__']",
        "().__class__.__base__",
        "match object:\n    case type(__subclasses__=found): pass",
        "print.__self__",
        "f.__globals__['__builtins__']",
    ],
    "frames": [
        "import sys as s\ns._getframe()",
        "from sys import _getframe as get",
        "try: f()\nexcept OSError as error: error.__traceback__.tb_frame.f_back",
        "g().gi_frame",
        "import inspect\ninspect.currentframe()",
        "from inspect import stack",
    ],
    "memory": [
        "import os, gc",
        "try: import gc as g\nexcept ImportError: pass",
        "from gc import get_referents",
        "weakref.gc",
        "for m in sys.modules.values():\n    if hasattr(m, 'get_objects'): pass",
        "import ctypes.util",
        "import _ctypes",
    ],
    "tracers and hooks": [
        "sys.gettrace().__self__",
        "sys.setprofile(f)",
        "sys.monitoring.use_tool_id(1, 'x')",
        "sys.addaudithook(f)",
        "sys.unraisablehook = f",
        "class A:\n    def __del__(self): pass",
        "from weakref import finalize",
    ],
    "descriptors": [
        "import os\nos.dup2(a, b)",
        "import os as system\nsystem.write(fd, b'')",
        "from os import write",
        "__import__('os').read(fd, 10)",
        "vars(os)['write'](fd, b'')",
        "open('/proc/self/fd/4', 'wb')",
        "open('/proc' + '/self/fd')",
        "open(4, 'wb', 0)",
        "open(file=4, mode='wb')",
        "for fd in range(3, 9):\n    open(fd, 'wb')",
        "os.path.join('/', 'proc', 'self', 'fd')",
        "import posix",
    ],
    "signals and threads": [
        "import signal",
        "import_module('signal')",
        "import threading",
        "from _thread import start_new_thread",
    ],
    "pieces of a literal": [
        "getattr(o, '__sub' + 'classes__')",
        "getattr(o, '__sub' 'classes__')",
        "getattr(o, '__sub' \\\n 'classes__')",
        "name = '__sub\\\nclasses__'",
        "first, rest = 'f_', 'back'",
        "first = 'f_'\nmiddle = 'ba'\nlast = 'ck'\ngetattr(o, first + middle + last)",
        "name = '__s'\nname += 'ubcl'\nname += 'asses__'",
        "def f(first='_get', rest='frame'): return getattr(sys, first + rest)",
        "parts = {'one': '__sub', 'two': 'clas', 'three': 'ses__'}",
        "parts = 'classes__ __sub'.split()",
        "import_module('g' + 'c')",
        "first = 'g'\nlast = 'c'\n__import__(first + last)",
        "getattr(o, '__sub'.__add__('classes__'))",
        "reduce(add, ['_', '_', 's', 'u', 'b', 'c', 'l', 'a', 's', 's', 'e', 's', '_', '_'])",
        "u = '_' * 2\ngetattr(o, u + 'subclasses' + u)",
    ],
    "letters one by one": [
        "text = ''\nfor c in word:\n    text += known[c]",
        "text = ''\nfor a, b in zip(one, two):\n    text += a + b",
        "''.join(parts)",
        "'%s%s' % (a, b)",
        "'{}{}'.format(*parts)",
        "operator.concat(a, b)",
        "str.__add__(a, b)",
    ],
    "names as pieces": [
        "def names(**given): return list(given)\nnames(f_=1, back=2)",
        "class sub: pass\nclass classes: pass\n'__' + sub.__name__ + classes.__name__ + '__'",
        "getattr(o, f'__{word}__')",
    ],
    "templates": [
        "''.join(['__', 'sub', 'classes', '__'])",
        "str.join('', ('f_', 'back'))",
        "'__%sclasses__' % 'sub'",
        "'%s%s' % ('f_', 'back')",
        "'__{}classes__'.format('sub')",
        "'{0}{1}'.format('g', 'c')",
        "f\"__{'sub'}classes__\"",
        "f\"{'g'}{'c'}\"",
        "kind = 'sub'\nf'__{kind}classes__'",
        "'{0.__subclasses__}'.format(object)",
        "('{0.f_' + 'back}').format(frame)",
    ],
    "numbers": [
        "bytes.fromhex('5f5f737562').decode()",
        "name = '665f6261636b'",
        "''.join(map(chr, (95, 95, 115)))",
        "chr(103) + chr(99)",
        "''.join(chr(c ^ 3) for c in (92, 92, 112))",
        "bytes([102, 95, 98]).decode()",
        "'%c%c' % (103, 99)",
        "f'{103:c}{99:c}'",
        "(0x5f5f).to_bytes(2, 'big')",
        "codes = [102, 95, 98, 97, 99, 107]",
    ],
    "other orders and alphabets": [
        "getattr(o, '__sessalcbus__'[::-1])",
        "name = '__sessalcbus__'\ngetattr(o, name[::-1])",
        "''.join(reversed('kcab_f'))",
        "__import__('cg'[::-1])",
        "name = '__sXuXbXcXlXaXsXsXeXsX__'\nname.replace('X', '')",
        "name = [c for c in '__s.u.b.c.l.a.s.s.e.s__' if c != '.']",
        "name = 'x__subclasses__y'[1:-1]",
        "name = '__SUBCLASSES__'",
        "name = '__fhopynffrf__'",
        "name = 'X19zdWJjbGFzc2VzX18='",
        "letters = 'abcdefghijklmnopqrstuvwxyz_'",
        "a[5] + a[26] + a[1] + a[0]",
        "import string\nstring.ascii_lowercase[3]",
        "''.join(letters[i] for i in places)",
    ],
    "escapes": [
        r"name = '\x5f\x5fsubclasses\x5f\x5f'",
        r"name = '\137\137sub'",
        r"name = '\N{LOW LINE}sub'",
        r"name = b'\x67c'",
        "object.__ｓubclasses__()",
        "name = '__ｓubclasses__'",
    ],
    "names looked up": [
        "getattr(object, name)",
        "getattr(o, first + rest)",
        "operator.attrgetter('__subcl' + 'asses__')(object)",
        "type.__getattribute__(object, prefix + rest)",
        "vars(o)[first + rest]",
        "[name for name in dir(type)]",
        "sorted(dir(o))[3], dir(o)[47]",
        "type.__dict__.values()",
        "vars(type(o)).items()",
        "type(o).__dict__",
        "import tempfile\ntempfile._os",
        "[name for name in dir(object.__class__)]",
        "kind = type\nfor name in kind.__dict__: pass",
        "kind = object\ngetattr(kind, name)",
        "for name in sys.__dict__: pass",
        "inspect.getmembers(object)",
        "look = getattr\nlook(o, name)",
        "list(map(getattr, objects, names))",
        "import types\ntypes.ModuleType = Fake",
        "import sys\nsys.stdlib_module_names = Everything()",
    ],
    "code in a text": [
        "eval('object.__sub' + 'classes__()')",
        "exec('import g' + 'c')",
        "exec('''\nimport gc\n''')",
        "eval(compile('from os import dup2', '', 'exec'))",
        "exec('exec(\"import gc\")')",
        "def f(x: 'object.__subclasses__()'): pass",
        "exec(b'# coding: rot13\\nvzcbeg tp')",
        "exec(open(__file__).read()[10:])",
    ],
}


@pytest.mark.parametrize(
    "source", [pytest.param(text, id=f"{kind}-{place}") for kind in KINDS for place, text in enumerate(KINDS[kind])]
)  # fmt: skip
def test_what_no_answer_needs_is_marked(source: str) -> None:
    """Written out, put together from literals, in a code, or listed from a built-in class."""
    found = scan(source.encode())
    assert found.places
    assert not found.unscanned
    assert set(found.lines) <= set(range(1, source.count("\n") + 2))


@pytest.mark.parametrize(
    "source",
    [
        "getattr(module, name)",
        "getattr(module, 'value', None)",
        "setattr(module, name, value)\nvars(module)[name] = 1\nmodule.__dict__[name]",
        "import_module(f'{package}.{name}')\nimport_module(package + '.' + name)",
        "exec(compile(source, path, 'exec'), module.__dict__)",
        "exec('value = 1', vars(module))",
        "function.__globals__ is vars(sys.modules[function.__module__])",
        "names = set(vars(module)) - {'__builtins__', '__name__'}",
        "if __name__ == '__main__':\n    print(', '.join(str(one) for one in names))",
        "with open(path, 'w') as file:\n    file.write(text)\n    file.close()",
        "signal = code = trace = stack = object()\nprint(signal, 'trace' + 'code', 'a stack of signals')",
        "import os.path, sys, types, importlib.util\nos.path.join(folder, 'copy.py')",
        "def f():\n    '''Return the class, its frame of names and its globals: don't touch `gc`.'''",
        "isinstance(o, type), type(o) is types.ModuleType, o.__class__",
        "print(f'{len(names):>3} of {total!r}', 'a\\tb\\n')",
        "text = ''\nfor name in names:\n    text += name + ', '",
        "for place in range(3):\n    print(place)",
        "getattr(module, f'make_{kind}')",
        "points = [1, 2, 3]\nnames = ['a', 'b', 'g', 'x', 'c']",
        "# object.__subclasses__() in a comment does nothing",
    ],
)
def test_ordinary_code_has_no_place_to_look(source: str) -> None:
    """A name from a variable, modules and their namespaces, files, prose."""
    assert scan(source.encode()) == scan(b"")


def test_a_place_has_its_line_and_what_stands_there() -> None:
    """By line, each once; a line end of any system counts."""
    found = scan(b"import sys\r\n\r\nx = '''\r\n'''; sys._getframe().f_back; y = sys._getframe\r\n")
    assert [(one.line, one.what) for one in found.places] == [(4, "_getframe"), (4, "f_back")]
    assert found.lines == (4,)


def test_a_name_of_any_length_is_shown_short() -> None:
    """Also of a file that has nothing else, where the first places are named."""
    found = scan(("import sys\n" + f"sys._{'a' * 500}\n" * 500).encode())
    assert len(found.places) == 50
    assert all(len(one.what) <= 80 for one in found.places)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"x = 1\ny = 'a", "line 2"),
        (b"import gc\nf'{", "line 2"),
        (b"x = 1\n" * 20_000, "first 100000 characters"),
        (b"# coding: unicode_escape\n", "unicode_escape"),
        (b"# first\r# coding: utf-7\r", "utf-7"),
        (b"# coding: rot13\n", "rot13"),
        (b"# coding: none-of-these\n", "none-of-these"),
        (b"x = 1\n'''" + b"import gc\n" * 20_000 + b"'''", "first 100000 characters"),
    ],
)
def test_a_file_that_cannot_be_scanned_says_so(source: bytes, why: str) -> None:
    """It is no clean bill; what was found before is kept."""
    found = scan(source)
    assert why in found.unscanned
    assert bool(found.places) == source.startswith(b"import gc")


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252", "shift_jis", "gbk"])
def test_other_encodings_are_scanned(encoding: str) -> None:
    """Those in which editors show what Python reads."""
    found = scan(f"# coding: {encoding}\nimport gc\n".encode(encoding))
    assert (found.lines, found.unscanned) == ((2,), "")
    assert scan(b"\xef\xbb\xbfimport gc\n").lines == (1,)


@pytest.mark.parametrize(
    "piece",
    [
        "getattr(", "''.join(", "vars()['+'", "'a'+", "'write',", "f'{", "f'{1}'+", "'", "'\"\\'",
        "a='x'\na=a+a\n", "1,", "'__sub_getframe_locals_'*3,", "'import gc\\n'",
    ],
)  # fmt: skip
def test_the_cost_of_a_file_is_bounded(piece: str) -> None:
    """Whatever a file of the largest size repeats; a machine at work may take some times as long."""
    source = (piece * (1_000_000 // len(piece)))[:1_000_000].encode()
    begun = time.process_time()
    found = scan(source)
    assert time.process_time() - begun < 10
    assert found.unscanned
