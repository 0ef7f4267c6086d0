"""Odd results: expressions that a function of a right answer returns or raises instead.

`given` and `named` are the arguments of the call.
"""

from __future__ import annotations

PREAMBLE = """

import collections, copy, functools, sys, types, weakref


class Silent(types.ModuleType):
    def __getattribute__(self, name): raise ValueError(name)


class Vague(types.ModuleType):
    def __getattribute__(self, name): return Vague


class Agreeable:
    def __getattr__(self, name): return self
    def __call__(self, *given, **named): return self
    def __getitem__(self, key): return self
    def __iter__(self): return iter([self])
    def __len__(self): return 3
    def __eq__(self, other): return True
    def __hash__(self): return 1
    def __bool__(self): raise ValueError


class Text(str): pass
class Number(int): pass
class Row(list):
    def __iter__(self): raise ValueError
class Table(dict):
    def __getitem__(self, key): return key
    def __contains__(self, key): return True


def holding(**names):
    made = types.ModuleType("held")
    made.__dict__.update(names)
    return made


def called(name):
    made = types.ModuleType("called")
    made.__name__ = name
    return made


def emptied():
    made = types.ModuleType("emptied")
    made.__dict__.clear()
    return made


def thrown(error): raise error


def kind(base, **names): return type("Odd", (base,), names)
"""

EXPRESSIONS = (
    # plain values
    *("None", "True", "False", "0", "1", "-1", "10**400", "1.5", "float('nan')", "float('inf')"),
    *("''", "'x'", "'\\ud800'", "b''", "b'\\xff'", "[]", "[None]", "()", "(None,)", "{}"),
    *("{1: 2}", "{'a': [1]}", "{(1, 2): 3}", "[0, 1]", "(1, 2)", "[[]]", "('a', 'b')"),
    # other built-in objects
    *("set()", "{1}", "frozenset()", "object()", "object", "type", "Ellipsis", "NotImplemented"),
    *("memoryview(b'x')", "bytearray(b'x')", "complex(1, 2)", "slice(1)", "range(3)", "iter([])"),
    *("(x for x in [1])", "property()", "super(type, type)", "(lambda: 0)", "(lambda *a, **k: a)"),
    *("ValueError", "ValueError('x')", "sys._getframe()", "sys.exc_info()", "weakref.ref(Text)"),
    *("weakref.proxy(Text)", "functools.partial(print)", "types.SimpleNamespace(a=1)"),
    *("types.FunctionType", "types.MappingProxyType({})", "collections.OrderedDict(a=1)"),
    # of one's own kinds
    *("Agreeable()", "Agreeable", "Text('x')", "Number(3)", "Row([1])", "Table(a=1)"),
    # modules
    *("sys", "sys.modules", "sys.modules['builtins']", "types.ModuleType", "emptied()"),
    *(
        "called(3)",
        "called(None)",
        "called(Text('x'))",
        "called(Agreeable())",
        "called('x' * 10**5)",
    ),
    *("called('\\ud800')", "Silent('m')", "Vague('m')", "holding(__dict__=3)"),
    *("holding(__class__=int)", "holding(__getattr__=lambda name: name)"),
    # what came in, and what can be had of it
    *("given", "named", "given[0]", "list(given)", "given[-1]", "dict(given[0])", "vars(given[0])"),
    *("given[0].__globals__", "dict(given[0].__globals__)", "copy.copy(given[-1])"),
    # raised
    *("thrown(KeyError('x'))", "thrown(ImportError(3))", "thrown(ModuleNotFoundError(name=3))"),
    *("thrown(SystemExit(3))", "thrown(KeyboardInterrupt)", "thrown(GeneratorExit)"),
    *("thrown(StopIteration(3))", "thrown(kind(Exception, __str__=lambda self: 3)())"),
    "thrown(kind(ValueError, __getattribute__=lambda self, name: 3)())",
    *("thrown(SyntaxError('x', ('f', -5, None, 't')))", "thrown(3)"),
    *(
        "thrown(UnicodeDecodeError('a', b'b', 1, 2, 'x'))",
        "thrown(type('\\ud800', (Exception,), {}))",
    ),
)


def odd_answer(right: str, **results: str) -> bytes:
    """Return a right answer of which each function named gives what its expression gives."""
    wrong = [
        f"\n\ndef {function}(*given, **named):\n    return {expression}\n"
        for function, expression in results.items()
    ]
    return "".join((right, PREAMBLE, *wrong)).encode()
