"""Encoding of a guest's objects for the host: copies of plain values, handles for the rest.

This file runs inside the guest beside `grader.guest.serve`, is sent as bytes and imports nothing
but `sys`. It writes JSON by hand, because importing `json` would double the guest's start.

- None, bool, int, float, str, bytes, list, tuple and dict, by exact type and within a budget of
  nodes, characters and depth, are encoded as copies: `null`, `true`, `12`, `["i","ff…"]` (a large
  int, hexadecimal), `["f","0x1.8p+1"]`, `"text"`, `["b","hex"]`, `["l",…]` (list), `["t",…]`
  (tuple), `["d",[key,value],…]`.
- Any other object is encoded as a handle, `["h",number,module,type,name,size,category]`: a number that
  stands for the object, module and name of its real type, its own name if it is a module, a
  function or a class, its length if it is a container, and `module`, `function`, `class` or
  `object`; or `too large`, where it would have been copied and is beyond the budget.

An instance of a subclass of int is a handle too: its `==` must not decide on the host.
"""

import sys

TYPE_CHECKING = False  # importing `typing` would cost half of the guest's start
if TYPE_CHECKING:
    from typing import Any

# The budget of one encoded value, then of one traceback.
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
    """The value does not fit the budget; a handle is sent instead."""


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
    """Return the names of the built-in exception types among the bases of *kind*, as a JSON list.

    :param builtins: the built-in names and their values before learner code ran.
    :returns: the nearest base first.
    """
    kinds = {one for one in builtins.values() if type(one) is type}
    known = [one for one in _type_mro(kind) if one in kinds and BaseException in _type_mro(one)]
    return "[" + ",".join(text(type_name(one)) for one in known) + "]"


class ObjectTable:
    """Table of the guest's objects by number; encodes results and decodes arguments.

    :param filename: the learner's file, as tracebacks name it.
    :param folder: the scratch folder. Messages name it `.`, because it differs from run to run.
    """

    def __init__(self, filename: str, folder: str = "") -> None:
        self.filename = filename
        self.folder = folder
        self.objects: dict[int, object] = {}
        self._next = 2  # 0 and 1 are the twins of `grader.channel.honesty_checks`
        self._spent = [0, 0]
        self._builtins: dict[str, Any] = dict(sys.modules["builtins"].__dict__)

    def unpack(self, packed: "tuple[str, Any]") -> object:
        """Decode an argument of a request.

        :param packed: ("v", plain value), ("h", number of an object), ("l", list of packed items),
            ("t", list of packed items: a tuple) or ("d", list of packed keys and values).
        """
        tag, content = packed
        if tag == "v":
            return content
        if tag == "h":
            return self.objects[content]
        if tag == "d":
            return {self.unpack(key): self.unpack(value) for key, value in content}
        items = [self.unpack(item) for item in content]
        return items if tag == "l" else tuple(items)

    def keep(self, numbers: "tuple[int, ...]", items: "Any") -> None:
        """Keep each of *items* under a number that the host has chosen.

        :raises ValueError: when they are no list or tuple, or there are more or fewer than numbers.
        """
        if type(items) not in (list, tuple) or len(items) != len(numbers):
            raise ValueError("%d objects were wanted" % len(numbers))
        self.objects.update(zip(numbers, items, strict=True))

    def handle(self, value: "Any", category: str = "object") -> str:
        """Keep *value* and return its handle as JSON, without running any of its own code.

        :param category: the last item of the handle, unless it is a module, a function or a class.
        """
        kind = type(value)
        name: object = None
        size = "null"
        if Module in _type_mro(kind):
            category, name = "module", namespace_of(value).get("__name__")
        elif kind is Function:
            category, name = "function", _function_name(value)
        elif type in _type_mro(kind):
            category, name = "class", type_name(value)
        elif kind in _SIZED:
            size = str(len(value))
        given = self._next
        self._next += 1
        self.objects[given] = value
        described = (capped(_type_module(kind)), capped(type_name(kind)), capped(name), size)
        return '["h",%d,%s,"%s"]' % (given, ",".join(described), category)

    def encode(self, value: "Any", depth: int = 0) -> str:
        """Return *value* as JSON.

        :raises _TooLarge: when the budget is spent.
        """
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
            # The host would have to compare an object as a key, and has only its handle.
            if not any('["h",' in key for key, _ in pairs):
                return '["d"%s]' % "".join(",[%s,%s]" % pair for pair in pairs)
        return self.handle(value)

    def returned(self, value: "Any", wanted: str, line: object, ran: "tuple[int, ...]" = ()) -> str:
        """Return the answer to a request that returned a value.

        `{"k":"returned","o":handle or null,"v":copy,"line":number or null}`, and `"ran":[number,…]`
        where there are any.

        :param wanted: "copy", "handle" or "copy and handle". True and False are always copied, and
            a value that cannot be copied is a handle.
        :param line: the learner's line that ran last.
        :param ran: the lines that ran before it, as `grader.guest.serve.Guest` records them.
        """
        self._spent[:] = [0, 0]
        handle = copy = "null" if wanted == "copy" else self.handle(value)
        if wanted == "handle":
            copy = "true" if value is True else "false" if value is False else "null"
        else:
            try:
                copy = self.encode(value)
            except (_TooLarge, RecursionError, RuntimeError, MemoryError):
                copy = self.handle(value, "too large") if wanted == "copy" else handle
        lines = ',"ran":[%s]' % ",".join(map(str, ran)) if ran else ""
        return '{"k":"returned","o":%s,"v":%s,"line":%s%s}' % (handle, copy, number(line), lines)

    def raised(self, error: BaseException, place: int) -> str:
        """Return the answer to a request that raised an exception.

        `{"k":"raised","at":place,"o":handle,"bases":[name,…],"text":message or null,
        "module":name or null,"frames":[[line,function,times in a row],…],
        "syntax":[line,column,text,message] or null,"locals":[[name,short text],…]}`, with the
        module of the innermost frame, and frames of the learner's file only.

        :param place: position in its message of the request that raised.
        """
        frames: list[list[Any]] = []
        last: Any = None
        innermost: Any = None
        step = _traceback_of(error)
        while step is not None:
            innermost = step.tb_frame
            if step.tb_frame.f_code.co_filename == self.filename:
                last = step.tb_frame
                here = [step.tb_lineno, last.f_code.co_name, 1]
                if frames and frames[-1][:2] == here[:2]:
                    frames[-1][2] += 1
                else:
                    frames.append(here)
                    if len(frames) > _FRAMES:
                        del frames[1]  # the outermost and the innermost ones stay
            step = step.tb_next
        try:
            message = str(error)
            if type(message) is str and self.folder:
                message = message.replace(self.folder, ".")
            message = capped(message, 2_000)
        except BaseException:
            message = "null"
        shape = (
            '{"k":"raised","at":%d,"o":%s,"bases":%s,"text":%s,"module":%s,"frames":[%s],'
            '"syntax":%s,"locals":%s}'
        )
        return shape % (
            place,
            self.handle(error),
            exception_names(type(error), self._builtins),
            message,
            self._module(innermost),
            ",".join(["[%d,%s,%d]" % (at, capped(name, 80), n) for at, name, n in frames]),
            self._syntax(error),
            self._locals(last),
        )

    def _module(self, frame: "Any") -> str:
        """Return the name of the module whose code a frame runs, as JSON."""
        try:
            return "null" if frame is None else capped(dict.get(frame.f_globals, "__name__"), 80)
        except BaseException:  # a key of the learner's that cannot be compared
            return "null"

    def _syntax(self, error: "Any") -> str:
        """Return line, column, text and message of a syntax error in the learner's file, as JSON."""
        try:
            if SyntaxError not in _type_mro(type(error)) or error.filename != self.filename:
                return "null"
            line, column = number(error.lineno), number(error.offset)
            shown, message = capped(error.text, 1_000), capped(error.msg)
        except BaseException:
            return "null"
        return "[%s,%s,%s,%s]" % (line, column, shown, message)

    def _locals(self, frame: "Any") -> str:
        """Return names and short texts of a frame's last locals, latest first, as JSON."""
        try:
            names = {} if frame is None else frame.f_locals
            own = [n for n in list(names)[::-1] if type(n) is str and not n.startswith("__")]
            shown = [(capped(n, 80), capped(brief(names[n]), 160)) for n in own[:_LOCALS]]
        except Exception:  # no memory or stack is left, which may be the very error in hand
            return "[]"
        return "[%s]" % ",".join(["[%s,%s]" % pair for pair in shown])


def brief(value: "Any", depth: int = 0) -> str:
    """Return a short text for *value* by its exact type, without running its own `__repr__`."""
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
