"""How objects of a guest cross to the host: by exact type as copies, else as handles.

This file runs inside the guest, beside `grader.guest.serve`, and stands alone as that
one does: it is sent as bytes and imports nothing but `sys`. Replies are ASCII
JSON written by hand, because importing `json` would double the guest's start.

- None, bool, int, float, str, bytes, list, tuple and dict cross as copies, by
  exact type and within a budget of nodes, characters and depth:
  `null`, `true`, `12`, `["i","ff…"]` (a large int, hexadecimal),
  `["f","0x1.8p+1"]`, `"text"`, `["b","hex"]`, `["l",…]`, `["t",…]`,
  `["d",[key,value],…]`.
- Anything else is a handle, `["h",number,module,type,name,size,what]`: a number
  that stands for the object, its real type, its own name if it is a module, a
  function or a class, its length if it is a container, and which of these it is.

A subclass of int is not an int here, whatever it says about itself: what it
would answer to `==` on the host must not be its own invention.
"""

import sys

TYPE_CHECKING = False  # importing `typing` would cost half of the guest's start
if TYPE_CHECKING:
    from typing import Any

_NODES = 2_000
_CHARACTERS = 1 << 16
_DEPTH = 24
_INT_BITS = 4_096
_FRAMES = 12
_LOCALS = 40

Module = type(sys)
Function = type(lambda: None)
type_name = type.__dict__["__qualname__"].__get__
_type_module = type.__dict__["__module__"].__get__
_type_mro = type.__dict__["__mro__"].__get__
_traceback_of = BaseException.__dict__["__traceback__"].__get__
_function_name = Function.__dict__["__name__"].__get__
_module_dict: "Any" = vars(Module)["__dict__"]
namespace_of = _module_dict.__get__
_PLAIN = (type(None), bool, int, float, str, bytes)
_SIZED = (str, bytes, list, tuple, dict, set, frozenset)


class _TooLarge(Exception):
    """The value does not fit the budget; a handle goes instead."""


def text(value: str) -> str:
    """Return *value* as a JSON string in ASCII, lone surrogates included."""
    if value.isascii() and value.isprintable() and '"' not in value and "\\" not in value:
        return '"' + value + '"'
    out = []
    for character in value:
        code = ord(character)
        if code > 0xFFFF:
            code -= 0x10000
            out.append("\\u%04x\\u%04x" % (0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF)))
        elif 32 <= code < 127 and character not in '"\\':
            out.append(character)
        else:
            out.append("\\u%04x" % code)
    return '"' + "".join(out) + '"'


def capped(value: object, limit: int = 400) -> str:
    """Return a JSON string of at most *limit* characters, or `null` if *value* is not a str."""
    if type(value) is not str:
        return "null"
    return text(value if len(value) <= limit else value[: limit - 1] + "\u2026")


def number(value: object) -> str:
    """Return *value* as a JSON number if it is a small int, else `null`."""
    return str(value) if type(value) is int and value.bit_length() < 64 else "null"


def exception_names(kind: type, builtins: "dict[str, Any]") -> str:
    """Return the real built-in exception types among the bases of *kind*, nearest first.

    :param builtins: all built-in names and what they were bound to before learner code ran.
    """
    kinds = {one for one in builtins.values() if type(one) is type}
    known = [one for one in _type_mro(kind) if one in kinds and BaseException in _type_mro(one)]
    return "[" + ",".join(text(type_name(one)) for one in known) + "]"


class ObjectTable:
    """The guest's table of objects, and both directions of the crossing.

    :param filename: the learner's file, as tracebacks name it.
    :param folder: the scratch folder; messages name it `.`, because it differs from run to run.
    """

    def __init__(self, filename: str, folder: str = "") -> None:
        self.filename = filename
        self.folder = folder
        self.objects: dict[int, object] = {}
        self._next = 2  # the first two are the guest's, for `grader.channel.honesty_checks`
        self._spent = [0, 0]
        self._builtins: dict[str, Any] = dict(sys.modules["builtins"].__dict__)

    def unpack(self, packed: "tuple[str, Any]") -> object:
        """Rebuild an argument of the host's: plain values, with handles resolved."""
        tag, content = packed
        if tag == "v":
            return content
        if tag == "h":
            return self.objects[content]
        if tag == "d":
            return {self.unpack(key): self.unpack(value) for key, value in content}
        items = [self.unpack(item) for item in content]
        return items if tag == "l" else tuple(items)

    def keep(self, wanted: "Any", value: "Any") -> None:
        """Keep *value* under a number that the host has chosen, or each of its items under one.

        Raises ValueError when there are not as many.
        """
        if type(wanted) is int:
            self.objects[wanted] = value
            return
        if type(value) not in (list, tuple) or len(value) != len(wanted):
            raise ValueError("%d objects were wanted" % len(wanted))
        self.objects.update(zip(wanted, value, strict=True))

    def handle(self, value: "Any") -> str:
        """Keep *value* and describe it, asking nothing of its own code."""
        kind = type(value)
        name: object = None
        size, what = "null", "object"
        if Module in _type_mro(kind):
            what, name = "module", namespace_of(value).get("__name__")
        elif kind is Function:
            what, name = "function", _function_name(value)
        elif type in _type_mro(kind):
            what, name = "class", type_name(value)
        elif kind in _SIZED:
            size = str(len(value))
        given = self._next
        self._next += 1
        self.objects[given] = value
        described = (capped(_type_module(kind)), capped(type_name(kind)), capped(name), size)
        return '["h",%d,%s,"%s"]' % (given, ",".join(described), what)

    def encode(self, value: "Any", depth: int = 0) -> str:
        """Return *value* as JSON. Raises _TooLarge when the budget is spent."""
        kind = type(value)
        self._spent[0] += 1
        if self._spent[0] > _NODES:
            raise _TooLarge
        if value is None:
            return "null"
        if kind is bool:
            return "true" if value else "false"
        if kind is int and value.bit_length() <= _INT_BITS:
            short = number(value)
            return short if short != "null" else '["i","%x"]' % value
        if kind is float:
            return '["f","%s"]' % value.hex()
        if kind is str or kind is bytes:
            self._spent[1] += len(value)
            if self._spent[1] > _CHARACTERS:
                raise _TooLarge
            return text(value) if kind is str else '["b","%s"]' % value.hex()
        if depth < _DEPTH and (kind is list or kind is tuple):
            inner = ["," + self.encode(item, depth + 1) for item in value]
            return '["%s"%s]' % ("l" if kind is list else "t", "".join(inner))
        if depth < _DEPTH and kind is dict:
            pairs = [
                (self.encode(k, depth + 1), self.encode(v, depth + 1)) for k, v in value.items()
            ]
            # An object as a key would have to be compared where it is not.
            if not any('["h",' in key for key, _ in pairs):
                return '["d"%s]' % "".join(",[%s,%s]" % pair for pair in pairs)
        return self.handle(value)

    def returned(self, value: "Any", by_handle: object, line: object) -> str:
        """Return an answer for a value: a copy of it, its handle, or both.

        :param by_handle: None for a copy, True for the handle, False for both; "each" for a
            list of handles, one for each item of a list or a tuple. A copy of True and False
            is always there, and a handle where there can be no copy.
        """
        self._spent[:] = [0, 0]
        handle = copy = "null" if by_handle is None else self.handle(value)
        if by_handle is True:
            copy = "true" if value is True else "false" if value is False else "null"
        elif by_handle == "each":
            if type(value) in (list, tuple) and len(value) <= _NODES:
                copy = '["l"%s]' % "".join(["," + self.handle(item) for item in value])
        elif not by_handle:
            try:
                copy = self.encode(value)
            except (_TooLarge, RecursionError, RuntimeError, MemoryError):
                copy = self.handle(value) if by_handle is None else handle
        return '{"k":"returned","o":%s,"v":%s,"line":%s}' % (handle, copy, number(line))

    def raised(self, error: BaseException, place: int) -> str:
        """Return an answer for an exception; its frames are the learner's own only.

        :param place: of the request that raised it, in its message.
        """
        frames: list[list[Any]] = []
        last: Any = None
        step = _traceback_of(error)
        while step is not None:
            if step.tb_frame.f_code.co_filename == self.filename:
                last = step.tb_frame
                here = [step.tb_lineno, last.f_code.co_name, 1]
                if frames and frames[-1][:2] == here[:2]:
                    frames[-1][2] += 1
                else:
                    frames.append(here)
                    if len(frames) > _FRAMES:  # the outermost stays, and the last ones
                        del frames[1]
            step = step.tb_next
        try:
            told = str(error)
            if type(told) is str and self.folder:
                told = told.replace(self.folder, ".")
            message = capped(told, 2_000)
        except BaseException:
            message = "null"
        shape = '{"k":"raised","at":%d,"o":%s,"bases":%s,"text":%s,"frames":[%s],"syntax":%s,"locals":%s}'
        return shape % (
            place,
            self.handle(error),
            exception_names(type(error), self._builtins),
            message,
            ",".join(["[%d,%s,%d]" % (at, capped(name, 80), n) for at, name, n in frames]),
            self._syntax(error),
            self._locals(last),
        )

    def _syntax(self, error: "Any") -> str:
        """Return line, column, text and message of a syntax error in the learner's file."""
        try:
            if SyntaxError not in _type_mro(type(error)) or error.filename != self.filename:
                return "null"
            line, column = number(error.lineno), number(error.offset)
            shown, message = capped(error.text, 1_000), capped(error.msg)
        except BaseException:
            return "null"
        return "[%s,%s,%s,%s]" % (line, column, shown, message)

    def _locals(self, frame: "Any") -> str:
        """Return name and short text of some locals, latest first; no `__repr__` is run."""
        try:
            names = {} if frame is None else frame.f_locals
            own = [n for n in list(names)[::-1] if type(n) is str and not n.startswith("__")]
            shown = [(capped(n, 80), capped(brief(names[n]), 160)) for n in own[:_LOCALS]]
        except Exception:  # the memory or the stack has run out, which may be what is being told
            return "[]"
        return "[%s]" % ",".join(["[%s,%s]" % pair for pair in shown])


def brief(value: "Any", depth: int = 0) -> str:
    """Return a short text for *value*: what it is, by exact type, asking nothing of its own code."""
    kind = type(value)
    if kind is str or kind is bytes:
        return repr(value if len(value) <= 60 else value[:60]) + (
            "\u2026" if len(value) > 60 else ""
        )
    if kind is int and value.bit_length() > 200:
        return "<int of %d bits>" % value.bit_length()
    if kind in _PLAIN:
        return repr(value)
    if Module in _type_mro(kind):
        name = namespace_of(value).get("__name__")
        return "<module %s>" % brief(name, 9) if type(name) is str else "<module>"
    if kind is Function:
        return "<function %s>" % _function_name(value)[:60]
    if kind is type:
        return "<class %s>" % type_name(value)[:60]
    if kind not in (list, tuple, dict, set, frozenset):
        return "<%s object>" % type_name(kind)[:60]
    if depth > 1 or len(value) > 4:
        items = "item" if len(value) == 1 else "items"
        return "<%s of %d %s>" % (type_name(kind), len(value), items)
    if kind is dict:
        pairs = ["%s: %s" % (brief(k, depth + 1), brief(v, depth + 1)) for k, v in value.items()]
        return "{%s}" % ", ".join(pairs)
    shown = [brief(item, depth + 1) for item in value]
    if kind is list or kind is tuple:
        comma = "," if kind is tuple and len(shown) == 1 else ""
        return ("[%s]" if kind is list else "(%s" + comma + ")") % ", ".join(shown)
    return "%s({%s})" % (type_name(kind), ", ".join(sorted(shown)))
