"""The guest's half of confinement: the process gives up its rights, irrevocably.

This file is a part of the program that every guest is sent, and runs before any learner code. It
imports only `sys`, `posix` and `_ctypes`, the last two inside functions: `ctypes`, `os`, `typing`
and even `__future__` cost start-up time that every check would pay.

The plan comes from `grader.sandbox.confinement`, which has prepared what a guest cannot prepare
for itself. Each protection is read back from the kernel, or tried, and only then reported. A
protection that cannot be had is absent from the report; it never raises.

Constants are Linux's (`uapi/linux/prctl.h`, `capability.h`, `seccomp.h`).
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _ctypes import Array
    from collections.abc import Callable
    from typing import Any


def seal(plan: "dict[str, Any]") -> dict[str, str]:
    """Give up every right that the plan does not leave, on every thread, irrevocably.

    :param plan: from `Confinement.for_guest`:
        `ctypes`: file of the extension module `_ctypes`; empty where it is built in.
        `session`: True where the platform has sessions (POSIX).
        `rlimits`: protection to (resource number, soft limit, hard limit).
        `linux`: True where the following applies.
        `landlock`: descriptors of rulesets, the largest ruleset first; closed here.
        `scoped`: True where those rulesets refuse signals to other processes.
        `filter`: the system call filter, an array of `struct sock_filter`; empty for none.
        `own_pid_at`: byte offsets in the filter at which this process' pid belongs.
        `seccomp`: number of the system call that loads the filter.
    :returns: protection to mechanism, for each protection that is on.
    """
    on: dict[str, str] = {}
    rulesets: tuple[int, ...] = plan.get("landlock", ())
    try:
        call, words = _library(plan.get("ctypes", ""))
    except Exception:  # whatever the reason, there is nothing to seal with
        call = None
    if plan.get("session") and _own_session():
        on["session"] = "setsid"
    if call is not None:
        on |= _limits(call, words, plan.get("rlimits", {}))
    if call is not None and plan.get("linux"):
        # The order matters: Landlock and seccomp want no_new_privs or a capability, and
        # after the filter none of the other calls is allowed.
        unprivileged = call("prctl", 38, 1, 0, 0, 0) == 0 and call("prctl", 39, 0, 0, 0, 0) == 1
        landlocked = _landlock(call, rulesets)
        powerless = _drop_capabilities(call, words)
        # Also ends core dumps into a pipe, which ignore the limit, and keeps other
        # processes of the same user out of this one.
        call("prctl", 4, 0, 0, 0, 0)
        hidden = call("prctl", 3, 0, 0, 0, 0) == 0
        # PR_SET_PDEATHSIG: SIGKILL when the thread that started this process ends.
        mortal = call("prctl", 1, 9, 0, 0, 0) == 0 and _death_signal(call, words) == 9
        filtered = _filter(call, words, plan)
        if mortal:
            on["lifetime"] = "parent death signal"
        if unprivileged and powerless:
            on["privileges"] = "no_new_privs"
        if landlocked:
            on["filesystem"] = "landlock"
            if plan.get("scoped"):
                on["signals"] = "landlock"
        if filtered:
            on |= dict.fromkeys(("syscalls", "network", "processes", "signals"), "seccomp")
        if not hidden:
            on.pop("core_dumps", None)
    _close(rulesets)
    return on


def _library(file: str) -> "tuple[Callable[..., int], type[Array[Any]]]":
    """Return a function that calls the C library, `call(name, *words) -> int`, and a struct type.

    The struct type is an array of three words; no struct here has more, and a type for each size
    would take longer to make than all calls take. A word is a C long: it holds an int or, on every
    platform sealed here, a pointer.

    :param file: of the extension module `_ctypes`; empty where it is built in.
    """
    _import_from(file)
    import _ctypes

    class Word(_ctypes._SimpleCData):  # type: ignore[type-arg]
        _type_ = "l"

    class Result(_ctypes._SimpleCData):  # type: ignore[type-arg]
        _type_ = "i"  # these functions return a C int: the upper half of a word is undefined

    class Function(_ctypes.CFuncPtr):
        _flags_ = _ctypes.FUNCFLAG_CDECL
        _restype_ = Result

    library = _ctypes.dlopen(None, 2)  # type: ignore[arg-type]  # None: the program itself
    functions: dict[str, Function] = {}

    def call(name: str, *words: "int | Array[Word]") -> int:
        function = functions.get(name)
        if function is None:
            function = functions[name] = Function(_ctypes.dlsym(library, name))
        # A bare int would be passed as 32 bits.
        result: int = function(*[Word(w) if isinstance(w, int) else w for w in words])
        return result

    return call, Word * 3


def _import_from(file: str) -> None:
    """Import `_ctypes` from its known file.

    An import statement would search `sys.path` first, which takes as long as loading the module.
    """
    machinery, files = sys.modules["_frozen_importlib"], sys.modules["_frozen_importlib_external"]
    if file and "_ctypes" not in sys.modules:
        loader = files.ExtensionFileLoader("_ctypes", file)
        spec = machinery.ModuleSpec("_ctypes", loader, origin=file)
        spec.has_location = True
        machinery._load(spec)


def _own_session() -> bool:
    """Make this process the leader of a session, without a terminal, and return whether it is."""
    import posix

    try:
        if posix.getsid(0) != posix.getpid():
            posix.setsid()
        return posix.getsid(0) == posix.getpid()
    except OSError:
        return False


def _limits(
    call: "Callable[..., int]",
    words: "type[Array[Any]]",
    wanted: "dict[str, tuple[int, int, int]]",
) -> dict[str, str]:
    """Set resource limits.

    :param wanted: protection to (resource number, soft limit, hard limit).
    :returns: protection to mechanism, for each limit that the kernel reads back as that low.
    """
    on = {}
    for protection, (number, soft, hard) in wanted.items():
        pair = words(soft, hard)  # struct rlimit: two 64-bit numbers
        call("setrlimit", number, pair)
        pair[0] = pair[1] = -1
        if call("getrlimit", number, pair) == 0:
            now: list[int] = pair[:2]
            if 0 <= now[0] <= soft and 0 <= now[1] <= hard:
                on[protection] = "rlimit"
    return on


def _landlock(call: "Callable[..., int]", rulesets: tuple[int, ...]) -> bool:
    """Enter every ruleset, and return whether the root folder can no longer be read."""
    import posix

    try:
        # 2 and one for each thread. Landlock binds the calling thread and its children only.
        alone = posix.stat("/proc/self/task").st_nlink <= 3
    except OSError:
        alone = True  # no /proc here; the host starts this interpreter with one thread
    # The smallest first: entering a ruleset copies the rules of all entered before.
    entered = [call("syscall", 446, ruleset, 0) for ruleset in rulesets[::-1]]
    try:
        posix.close(posix.open("/", posix.O_RDONLY | posix.O_CLOEXEC))
    except PermissionError:
        return alone and bool(entered) and not any(entered)
    return False


def _drop_capabilities(call: "Callable[..., int]", words: "type[Array[Any]]") -> bool:
    """Drop every capability, also from the sets that could give one back; return whether all went."""
    # The bounding set. The call fails past the last capability, and for an ordinary user.
    for capability in range(64):
        if call("prctl", 24, capability, 0, 0, 0) != 0:
            break
    call("prctl", 47, 4, 0, 0, 0)  # PR_CAP_AMBIENT_CLEAR_ALL
    header = words(0x20080522)  # _LINUX_CAPABILITY_VERSION_3; pid 0 is this process
    call("capset", header, words())
    left = words(-1, -1, -1)
    return call("capget", header, left) == 0 and not any(left)


def _death_signal(call: "Callable[..., int]", words: "type[Array[Any]]") -> int:
    """Return the signal that the kernel sends when the parent dies (PR_GET_PDEATHSIG); 0 for none."""
    import _ctypes

    signal: Any = words(0)
    call("prctl", 2, _ctypes.addressof(signal), 0, 0, 0)
    number: int = signal[0]
    return number


def _filter(call: "Callable[..., int]", words: "type[Array[Any]]", plan: "dict[str, Any]") -> bool:
    """Load the system call filter on all threads, and return whether it refuses a call."""
    import _ctypes
    import posix

    if not plan.get("filter"):
        return False
    program = bytearray(plan["filter"])
    for place in plan["own_pid_at"]:
        program[place : place + 4] = posix.getpid().to_bytes(4, "little")
    word: Any = words._type_
    text = word.from_buffer(program)  # its address is that of the whole program
    # struct sock_fprog: a 16-bit count, padding, a pointer. Mode 1 is a filter, flag 1 all threads.
    head = words(len(program) // 8, _ctypes.addressof(text))
    if call("syscall", plan["seccomp"], 1, 1, head) != 0:
        return False
    # PR_SET_DUMPABLE 0 worked a moment ago. PR_GET_SECCOMP is 2 where a filter is on.
    return call("prctl", 4, 0, 0, 0, 0) == -1 and call("prctl", 21, 0, 0, 0, 0) == 2


def _close(descriptors: tuple[int, ...]) -> None:
    """Close the rulesets: code that holds a descriptor could add rules for later guests."""
    import posix

    for descriptor in descriptors:
        try:
            posix.close(descriptor)
        except OSError:
            continue  # the descriptor was not inherited; then the protection is not reported either
