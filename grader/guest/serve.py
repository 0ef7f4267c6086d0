"""The file that runs beside a learner's code, in an interpreter of its own.

It stands alone: the host compiles it (with `grader.guest.codec`, `grader.guest.seal` and
`grader.guest.compiler`), sends it as bytes, and a new interpreter that has imported
next to nothing runs it. It holds no check, no expected value and no path of the
kit; it answers primitive questions about objects.

Contract (the host's end is `grader.channel.guest_process`):
- **Start.** The interpreter is started on `STUB`, which reads `BOOT` from
  descriptor 0, as code, because compiling it would take longer than running it. That reads
  two frames: the program as marshalled code objects, and a configuration.
  Descriptor 0 carries requests, 1 carries replies, 2 carries what is printed.
  Before anything else, requests and replies move to other descriptors, 0
  becomes the null device, and 1 and 2 both carry what is printed.
- **Frames.** A frame is four bytes, the length, little-endian, and that many
  bytes. Host to guest is `marshal` (the host is trusted); guest to host is
  ASCII JSON of at most `FRAME_LIMIT` bytes.
- **Messages** are `(nonce, requests)`, a request `(operation, arguments, wanted)`: done in
  order, up to the first that raises. *wanted* is a number to keep the object under, or one for
  each item, and nothing is said of it; or an answer (`grader.guest.codec`): None for a copy, True for
  a handle, False for both, "each" for one of each item. Answers, and what was raised, come back
  together with the random nonce, so that none can be written ahead of its question.
- **Seal.** Before the first request is read, the process confines itself and
  reports, in its first frame, which protections are really on. The host sends
  the learner's source only after it has read that.
- **End.** The host kills the process. End of file on the request pipe ends it
  too, by `_exit`: no shutdown hook of a learner's runs.
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

BOOT_SIZE = 2048  # bytes; a pipe gives so many at once
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

FRAME_LIMIT = 1 << 20  # bytes in one frame from the guest

# Bound now: a learner who patches these modules changes nothing here.
_read, _write, _exit = _os.read, _os.write, _os._exit
_loads, _dumps, _settrace = marshal.loads, marshal.dumps, sys.settrace
_Module = type(sys)
_Code = type(sys._getframe().f_code)
_module_dict: "Any" = vars(_Module)["__dict__"]
_namespace_of = _module_dict.__get__


class Guest:
    """Answers requests about the objects of this interpreter; one method an operation.

    :param values: the table of objects, a `grader.guest.codec.ObjectTable`.
    :param compiling: the namespace of `grader.guest.compiler`.
    :param name: the module name of the learner's file.
    :param twins: name of two modules, its first objects, for `grader.channel.honesty_checks`.
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
        self.module = _Module(name)
        self.code: Any = None
        self.line: int | None = None

    def trace(self, frame: "Any", event: str, argument: object) -> "Any":  # noqa: ARG002
        """Follow the learner's own frames only, and there only the line that returned."""
        if frame.f_code.co_filename != self.values.filename:
            return None
        frame.f_trace_lines = False
        if event == "return":
            self.line = frame.f_lineno
        return self.trace

    def compiled(self, source: bytes, filename: str) -> "Any":
        """Return the code of a text; what does that is made when it is first wanted."""
        if self.compiler is None:
            self.compiler = self.compiling["compiler"]()
        return self.compiler(source, filename)

    def compile(self, source: bytes) -> bytes:
        """Compile the learner's file and return its code, for guests to come; empty if it cannot be.

        This guest has run nothing of the learner's yet, so what comes of it is what they wrote.
        """
        self.compiling["refuse_undeclared"](source, self.values.filename)
        self.code = self.compiled(source, self.values.filename)
        try:
            return _dumps(self.code)
        except (ValueError, MemoryError):  # nested too deeply for that; it may run all the same
            return b""

    def load(self, code: bytes, names: "tuple[str, ...]") -> "list[str]":
        """Run the learner's file as a module and return those of *names* it does not define.

        :param code: from `compile` in another guest, or empty for what was compiled here.
        """
        code = _loads(code) if code else self.code
        namespace = _namespace_of(self.module)
        namespace["__file__"] = self.values.filename
        namespace["__builtins__"] = self.modules["builtins"]
        self.modules[self.name] = self.module
        exec(code, namespace)
        return [name for name in names if name not in namespace]

    def learner(self, name: str) -> object:
        """Return what the learner's module has under *name*; its own `__getattr__` is not asked."""
        return _namespace_of(self.module)[name]

    def call(self, target: "Any", arguments: "tuple[Any, ...]", named: "dict[str, Any]") -> object:
        """Call *target*, by name a function of the learner's; remember the line that returned."""
        self.line = None
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
        """Return what it is given, to be described."""
        return target

    def same(self, first: object, second: object) -> bool:
        """Say whether two handles are one object."""
        return first is second

    def run(self, program: "Any", names: "dict[str, Any]") -> object:
        """Run a prop of the host's in a namespace of its own and return its `result`.

        :param program: text, or code where the host has the same version of Python.
        """
        namespace = dict(names, modules=self.modules, learner_module=self.module)
        namespace["__builtins__"] = self.builtins
        code = program if type(program) is _Code else self.compiled(program.encode(), "<prop>")
        exec(code, namespace)
        return namespace.get("result")

    def answers(self, requests: "Any") -> str:
        """Return the body of the reply to one message; whatever is raised is an answer too."""
        told = []
        for place, (operation, arguments, wanted) in enumerate(requests):
            kept = type(wanted) is int or type(wanted) is tuple
            try:
                value = getattr(self, operation)(*map(self.values.unpack, arguments))
                if kept:
                    self.values.keep(wanted, value)
            except BaseException as error:
                told.append(self.values.raised(error, place))
                break
            if not kept:
                line = self.line if operation == "call" else None
                told.append(self.values.returned(value, wanted, line))
        return ",".join(told)


def _receive(descriptor: int) -> "Any":
    """Return the one message that is there, or end the process at end of file."""
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
    data = reply.encode("ascii")
    data = len(data).to_bytes(4, "little") + data
    while data:
        data = data[_write(descriptor, data) :]


def _move_protocol_away() -> "tuple[int, int]":
    """Leave 0, 1 and 2 to the learner's code; return the descriptors of requests and replies."""
    requests, replies = _os.dup(0), _os.dup(1)
    null = _os.open("nul" if sys.platform == "win32" else "/dev/null", _os.O_RDONLY)
    _os.dup2(null, 0, inheritable=False)
    _os.dup2(2, 1, inheritable=False)
    _os.close(null)
    return requests, replies


def _leaver(name: str) -> "Any":
    def leave(code: object = None) -> None:
        raise SystemExit(code)

    leave.__name__ = leave.__qualname__ = name
    leave.__module__ = "builtins"
    return leave


def _no_debugger(*_arguments: object, **_named: object) -> None:
    raise EOFError("breakpoint() with no terminal")


def _look_ordinary(filename: str, folder: str) -> None:
    """Give the learner's code the surroundings of an ordinary run of its file."""
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
        _namespace_of(sys.modules["builtins"])[name] = _leaver(name)


def serve(
    config: "dict[str, Any]",
    values: "dict[str, Any]",
    seal: "dict[str, Any]",
    compiling: "dict[str, Any]",
) -> None:
    """Seal the process, say which protections are on, and answer until the host ends it.

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
    hello = (text(config["nonce"]), "%d.%d.%d" % sys.version_info[:3], shown)
    _send(replies, '{"n":%s,"k":"hello","python":"%s","layers":{%s}}' % hello)
    del config, layers, shown, hello, values, table, seal
    while True:
        nonce, asked = _receive(requests)
        _send(replies, '{"n":"%s","a":[%s]}' % (nonce, guest.answers(asked)))
