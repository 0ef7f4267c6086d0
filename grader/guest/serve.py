"""The guest's main loop, and the wire format between host and guest.

The host compiles this file together with `grader.guest.codec`, `grader.guest.seal` and
`grader.guest.compiler` and sends them as bytes to a new interpreter that has imported next to
nothing. So it stands alone.

Wire format (the host's end is `grader.channel.guest_process`):
- **Start.** The interpreter is started on `STUB`, which reads `BOOT` from descriptor 0 as
  marshalled code, because compiling it would take longer than running it. `BOOT` reads two
  frames: the program (a list of code objects) and the configuration (the argument *config* of
  `serve`). Descriptor 0 carries requests, 1 replies, 2 printed output. Before anything else
  requests and replies move to other descriptors; then 0 is the null device, and 1 and 2 both
  carry printed output.
- **Frames.** A frame is its length in four bytes, little-endian, and that many bytes. Frames from
  the host are `marshal` (the host is trusted); frames from the guest are ASCII JSON of at most
  `FRAME_LIMIT` bytes.
- **Seal.** Before it reads the first request the process confines itself. Its first frame is
  `{"n": nonce, "k": "hello", "python": "3.12.1", "layers": {protection: mechanism}}`, with the
  protections that are really on. The host sends the learner's source only after that.
- **Requests.** A message is `(nonce, [(operation, arguments, wanted, keep_as), …])`. An operation is
  a method of `Guest`; arguments are packed as `ObjectTable.unpack` reads them. Requests are done in
  order, up to the first that raises. *wanted* is the form of the result. "copy", "handle" and
  "copy and handle" are answered; "keep" stores the result under the one number in *keep_as*, "keep
  each item" stores each item of the result under a number of its own, and "nothing" drops the result.
- **Replies.** A reply is `{"n": nonce, "a": [answer, …]}`, with the answers that
  `ObjectTable.returned` and `ObjectTable.raised` write; one that raised is the last. The nonce is
  random, so that no answer can be written ahead of its question.
- **End.** The host kills the process. End of file on the request pipe ends it too, by `_exit`: no
  shutdown hook of the learner's runs.
"""

import marshal
import sys

if sys.platform == "win32":
    import nt as _os
else:
    import posix as _os

TYPE_CHECKING = False  # importing `typing` would cost half of the guest's start
if TYPE_CHECKING:
    from typing import Any

STUB = """\
import marshal
try: import posix as o
except ImportError: import nt as o
exec(marshal.loads(o.read(0, 2048)))
"""

BOOT_SIZE = 2048  # bytes; few enough for a pipe to give them in one read
BOOT = """\
def r():
    n, b = 4, b""
    while len(b) < n:
        c = o.read(0, n - len(b))
        if not c: o._exit(0)
        b += c
        if n == 4 == len(b): n += int.from_bytes(b, "little")
    return marshal.loads(b[4:])
f = dict(vars(__builtins__))
g = []
for p in r():
    g.append({"__name__": "guest", "__builtins__": f})
    exec(p, g[-1])
g[-1]["serve"](r(), *g[:-1])
"""

FRAME_LIMIT = 1 << 20
"""Bytes in one frame from the guest, at most."""

RAN_LIMIT = 200
"""Lines that an answer names as run in one function, at most."""

_TRACED = 10_000
"""Events of lines in one run of a function, at most: tracing a line takes as long as some lines do."""

_UNANSWERED = ("nothing", "keep", "keep each item")

# Bound now: a learner who patches these modules changes nothing here.
_read, _write, _exit = _os.read, _os.write, _os._exit
_loads, _dumps, _settrace = marshal.loads, marshal.dumps, sys.settrace
_Module = type(sys)
_Code = type(sys._getframe().f_code)
_Function: "Any" = type(lambda: None)
_module_dict: "Any" = vars(_Module)["__dict__"]
_namespace_of = _module_dict.__get__


def _tracer(filename: str, ended: "list[Any]") -> "Any":
    """Return a trace function (`sys.settrace`) that records where a frame of the learner's file returned.

    It is no method of anything, and its globals are not those of this file: whoever asks
    `sys.gettrace` for it finds these two arguments and nothing else.

    :param ended: set to the line and the lines that ran before it. In a function with a `try` or a
        `with` the line that ran last is that of the clean-up, so there the others are recorded too.
    """
    own_names = {
        "__builtins__": {"list": list, "StopIteration": StopIteration},
        "RAN_LIMIT": RAN_LIMIT,
        "_TRACED": _TRACED,
    }
    recorder = _Function(_recorder.__code__, own_names)

    def trace(frame: "Any", event: str, argument: object) -> "Any":  # noqa: ARG001
        code = frame.f_code
        if code.co_filename != filename:
            return None
        if code.co_exceptiontable:
            return recorder(code.co_firstlineno, ended)
        frame.f_trace_lines = False
        if event == "return":
            ended[:] = frame.f_lineno, ()
        return own

    own = _Function(trace.__code__, dict(own_names), closure=trace.__closure__)
    return own


def _recorder(first: int, ended: "list[Any]") -> "Any":
    """Return a trace function for one frame that records the lines which ran, besides the last.

    :param first: the line where the frame's function begins. It stands in front of the others, in the
        order in which each ran last; the number of a line that raised stands there once more, below
        zero.
    :param ended: set to the line and the lines that ran before it.
    """
    ran: dict[int, None] = {}
    events = 0

    def record(frame: "Any", event: "str", argument: "Any") -> "Any":
        nonlocal events
        line = frame.f_lineno
        if event == "return":
            ended[:] = line, () if events > _TRACED else (first, *list(ran)[1 - RAN_LIMIT :])
            return None
        # A StopIteration is the end of a loop, which Python reports here too.
        if line is not None and not (event == "exception" and argument[0] is StopIteration):
            line = -line if event == "exception" else line
            ran.pop(line, None)
            ran[line] = None
            events += 1
            frame.f_trace_lines = events <= _TRACED
        return record

    return record


def _types() -> "Any":
    """Return a module like `types` with what props need of it, out of the learner's reach.

    The one in `sys.modules` can be changed, and importing it here would take time.
    """
    own: Any = _Module("types")
    own.ModuleType, own.FunctionType = _Module, _Function
    own.MappingProxyType, own.SimpleNamespace = type(vars(type)), type(sys.implementation)
    return own


class Guest:
    """The operations that a host may request: each is a method.

    :param values: the table of objects, a `grader.guest.codec.ObjectTable`.
    :param compiling: the namespace of `grader.guest.compiler`.
    :param name: the module name of the learner's file.
    :param twins: name of two new modules, kept under the numbers 0 and 1, about which
        `grader.channel.honesty_checks` asks.
    :param builtins: the built-in names as they were before learner code ran.
    """

    def __init__(
        self,
        values: "Any",
        compiling: "dict[str, Any]",
        name: str,
        twins: str,
        builtins: "dict[str, Any]",
    ) -> None:
        self.values = values
        values.keep((0, 1), (_Module(twins), _Module(twins)))
        self.compiling = compiling
        self.compiler: Any = None
        self.name = name
        self.builtins = builtins
        self.modules = sys.modules
        self.types = _types()
        self.standard_library = sys.stdlib_module_names
        self.module = _Module(name)
        self.code: Any = None
        self.ended: list[Any] = [None, ()]
        self.trace = _tracer(values.filename, self.ended)

    def compiled(self, source: bytes, filename: str) -> "Any":
        """Return the code object of a program's text."""
        if self.compiler is None:  # made at the first use: not every guest compiles something
            self.compiler = self.compiling["compiler"]()
        return self.compiler(source, filename)

    def compile(self, source: bytes) -> bytes:
        """Compile the learner's file.

        This guest has run no learner code yet, so the code is really that of the file, and may be
        run in other guests of the same attempt.

        :returns: the marshalled code object; empty where it is nested too deeply for `marshal`.
        """
        self.compiling["refuse_undeclared"](source, self.values.filename)
        self.code = self.compiled(source, self.values.filename)
        try:
            return _dumps(self.code)
        except (ValueError, MemoryError):  # the code may run all the same
            return b""

    def load(self, code: bytes, names: "tuple[str, ...]") -> "list[str]":
        """Run the learner's file as a module.

        :param code: from `compile` in another guest; empty for the code compiled in this one.
        :returns: those of *names* that the module does not define.
        """
        code = _loads(code) if code else self.code
        namespace = _namespace_of(self.module)
        namespace["__file__"] = self.values.filename
        namespace["__builtins__"] = self.modules["builtins"]
        self.modules[self.name] = self.module
        exec(code, namespace)
        return [name for name in names if name not in namespace]

    def learner(self, name: str) -> object:
        """Return the value of *name* in the learner's module; its `__getattr__` is not called."""
        return _namespace_of(self.module)[name]

    def call(self, target: "Any", arguments: "tuple[Any, ...]", named: "dict[str, Any]") -> object:
        """Call an object and record the line that returned.

        :param target: the object, or the name of a function of the learner's.
        """
        self.ended[:] = None, ()
        if type(target) is str:
            target = self.learner(target)
        _settrace(self.trace)
        try:
            return target(*arguments, **named)
        finally:
            _settrace(None)

    def get(self, target: object, name: str) -> object:
        """Return an attribute."""
        return getattr(target, name)

    def set(self, target: object, name: str, value: object) -> None:
        """Bind an attribute."""
        setattr(target, name, value)

    def item(self, target: "Any", key: object) -> object:
        """Return an item."""
        return target[key]

    def set_item(self, target: "Any", key: object, value: object) -> None:
        """Bind an item."""
        target[key] = value

    def itself(self, target: object) -> object:
        """Return *target*: a request for the description of an object."""
        return target

    def groups(self, objects: "list[object]") -> "list[int]":
        """Return for each of *objects* the place of the first one that is the same object."""
        firsts: dict[int, int] = {}
        return [firsts.setdefault(id(one), place) for place, one in enumerate(objects)]

    def run(self, program: "Any", names: "dict[str, Any]") -> object:
        """Run a prop of the grader's in a namespace of its own.

        :param program: text, or a code object where the host has the same version of Python.
        :param names: the prop's variables; `modules`, `learner_module`, `types` and
            `standard_library` are added.
        :returns: the value of its variable `result`.
        """
        namespace = dict(names, modules=self.modules, learner_module=self.module)
        namespace.update(types=self.types, standard_library=self.standard_library)
        # A copy: functions of a prop carry it, and can be met by the learner's code.
        namespace["__builtins__"] = dict(self.builtins)
        code = program if type(program) is _Code else self.compiled(program.encode(), "<prop>")
        exec(code, namespace)
        return namespace.get("result")

    def answers(self, requests: "Any") -> str:
        """Return the answers to one message, as JSON separated by commas."""
        answers = []
        for place, (operation, arguments, wanted, keep_as) in enumerate(requests):
            try:
                value = getattr(self, operation)(*map(self.values.unpack, arguments))
                if wanted == "keep":
                    self.values.keep(keep_as, (value,))
                elif wanted == "keep each item":
                    self.values.keep(keep_as, value)
            except BaseException as error:
                answers.append(self.values.raised(error, place))
                break
            if wanted not in _UNANSWERED:
                ended = self.ended if operation == "call" else (None, ())
                answers.append(self.values.returned(value, wanted, *ended))
        return ",".join(answers)


def _receive(descriptor: int) -> "Any":
    """Return the next message; end the process at end of file."""
    size, data = 4, b""
    while len(data) < size:
        chunk = _read(descriptor, 65536)
        if not chunk:
            _exit(0)
        data += chunk
        if size == 4 <= len(data):
            size += int.from_bytes(data[:4], "little")
    return _loads(memoryview(data)[4:])


def _send(descriptor: int, reply: str) -> None:
    """Write one frame."""
    data = reply.encode("ascii")
    data = len(data).to_bytes(4, "little") + data
    while data:
        data = data[_write(descriptor, data) :]


def _move_protocol_away() -> "tuple[int, int]":
    """Free the descriptors 0, 1 and 2 for the learner's code.

    :returns: the new descriptors of requests and of replies.
    """
    requests, replies = _os.dup(0), _os.dup(1)
    null = _os.open("nul" if sys.platform == "win32" else "/dev/null", _os.O_RDONLY)
    _os.dup2(null, 0, inheritable=False)
    _os.dup2(2, 1, inheritable=False)
    _os.close(null)
    return requests, replies


def _exit_function(name: str) -> "Any":
    """Return a function such as `exit`, which `site` would define."""

    def leave(code: object = None) -> None:
        raise SystemExit(code)

    leave.__name__ = leave.__qualname__ = name
    leave.__module__ = "builtins"
    return leave


def _no_debugger(*_arguments: object, **_named: object) -> None:
    raise EOFError("breakpoint() with no terminal")


def _look_ordinary(filename: str, folder: str) -> None:
    """Make `sys` and `__main__` look as in an ordinary run of the learner's file."""
    main = _namespace_of(sys.modules["__main__"])
    for name in [name for name in main if not name.startswith("__")]:
        del main[name]
    sys.argv = [filename]
    sys.orig_argv = ["python", filename]
    sys.path.insert(0, folder)
    sys.breakpointhook = _no_debugger
    environment: Any = _os.environ
    environment.pop("PYTHONHASHSEED" if sys.platform == "win32" else b"PYTHONHASHSEED", None)
    # Started without `site`, which would define these.
    for name in ("exit", "quit"):
        _namespace_of(sys.modules["builtins"])[name] = _exit_function(name)


def serve(
    config: "dict[str, Any]",
    values: "dict[str, Any]",
    seal: "dict[str, Any]",
    compiling: "dict[str, Any]",
) -> None:
    """Seal the process, report its protections, and answer requests until the host ends it.

    :param config: filename, name, folder (the scratch folder), nonce, twins, seal (a plan).
    :param values: the namespace of `grader.guest.codec`.
    :param seal: the namespace of `grader.guest.seal`.
    :param compiling: the namespace of `grader.guest.compiler`.
    """
    requests, replies = _move_protocol_away()
    _os.chdir(config["folder"])
    layers = seal["seal"](config["seal"])
    _look_ordinary(config["filename"], config["folder"])
    builtins: dict[str, Any] = globals()["__builtins__"]
    text = values["text"]
    table = values["ObjectTable"](config["filename"], config["folder"])
    guest = Guest(table, compiling, config["name"], config["twins"], builtins)
    shown = ",".join("%s:%s" % (text(name), text(how)) for name, how in layers.items())
    version = "%d.%d.%d" % sys.version_info[:3] + "t" * ("free-threading" in sys.version)
    hello = (text(config["nonce"]), version, shown)
    _send(replies, '{"n":%s,"k":"hello","python":"%s","layers":{%s}}' % hello)
    del config, layers, shown, version, hello, values, table, seal
    while True:
        nonce, asked = _receive(requests)
        _send(replies, '{"n":"%s","a":[%s]}' % (nonce, guest.answers(asked)))
