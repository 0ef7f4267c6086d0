"""The guest's side of confinement: seals the process that it runs in, for good.

Compiled into the program that every guest is sent, and called before any
learner code. So it stands alone: no import but `sys`, `posix` and `_ctypes`,
the last two inside functions (`ctypes`, `os`, `typing`, even `__future__` cost
start-up time that every check would pay), no `__file__`, nothing kept.

What it does comes as a plan from `grader.sandbox.confinement`, which says what is wanted
and has prepared what a guest cannot prepare for itself. Nothing is believed for
being asked: each layer is read back from the kernel, or tried, and only then
reported. A layer that cannot be had is reported as absent, never raised.

Constants are Linux's `uapi` ones (`prctl.h`, `capability.h`, `seccomp.h`).
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _ctypes import Array
    from collections.abc import Callable
    from typing import Any


def seal(plan: "dict[str, Any]") -> dict[str, str]:
    """Give up every right that the plan does not leave, on every thread, irrevocably.

    :param plan: from `Confinement.for_guest`. `ctypes`: the file of that extension module, empty
        where it is built in; `rlimits`: protection to (number, soft, hard);
        `session`: whether a session of one's own can be had; `linux`: whether the rest
        applies; `landlock`: descriptors of rulesets, the largest first, closed here;
        `scoped`: whether those keep signals in; `filter`, `own_pid_at`, `seccomp`: the
        system call filter, where the pid belongs in it, and the number of the call that
        loads it (an empty filter is none).
    :returns: protection to mechanism for all that is really on; absent is not enforced.
    """
    on: dict[str, str] = {}
    rulesets: tuple[int, ...] = plan.get("landlock", ())
    try:
        call, words = _library(plan.get("ctypes", ""))
    except Exception:  # whatever it is, there is nothing to seal with
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
    """The C library: a function `call(name, *words) -> int`, and the type of three words.

    A word is a C long: it holds ints and, on every platform sealed here, pointers. No struct
    here has more than three, and a type for each size would take longer to make than all calls.
    """
    _import_from(file)
    import _ctypes

    class Word(_ctypes._SimpleCData):  # type: ignore[type-arg]
        _type_ = "l"

    class Result(_ctypes._SimpleCData):  # type: ignore[type-arg]
        _type_ = "i"  # of a C int the upper half of a word says nothing

    class Function(_ctypes.CFuncPtr):
        _flags_ = _ctypes.FUNCFLAG_CDECL
        _restype_ = Result

    library = _ctypes.dlopen(None, 2)  # type: ignore[arg-type]  # None: what is loaded already
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
    """Import `_ctypes` as an import statement would that has found it.

    Finding it takes as long as loading it: nothing has been imported from its folder yet.
    """
    machinery, files = sys.modules["_frozen_importlib"], sys.modules["_frozen_importlib_external"]
    if file and "_ctypes" not in sys.modules:
        loader = files.ExtensionFileLoader("_ctypes", file)
        spec = machinery.ModuleSpec("_ctypes", loader, origin=file)
        spec.has_location = True
        machinery._load(spec)


def _own_session() -> bool:
    """Whether this process leads a session without a terminal; makes one if not."""
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
    """Set resource limits; report those that the kernel then says are that low."""
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
    """Enter every ruleset, and find that the root folder can no longer be read."""
    import posix

    try:
        # 2 and one for each thread. Landlock binds the calling thread and its children only.
        alone = posix.stat("/proc/self/task").st_nlink <= 3
    except OSError:
        alone = True  # no /proc here; the host starts this interpreter with one thread
    # The small one first: each copies all the rules of those before it.
    entered = [call("syscall", 446, ruleset, 0) for ruleset in rulesets[::-1]]
    try:
        posix.close(posix.open("/", posix.O_RDONLY | posix.O_CLOEXEC))
    except PermissionError:
        return alone and bool(entered) and not any(entered)
    return False


def _drop_capabilities(call: "Callable[..., int]", words: "type[Array[Any]]") -> bool:
    """Drop every capability, from every set that could give one back."""
    for capability in range(64):  # the bounding set; fails past the last, and for users
        if call("prctl", 24, capability, 0, 0, 0) != 0:
            break
    call("prctl", 47, 4, 0, 0, 0)  # PR_CAP_AMBIENT_CLEAR_ALL
    header = words(0x20080522)  # _LINUX_CAPABILITY_VERSION_3, and pid 0: oneself
    call("capset", header, words())
    left = words(-1, -1, -1)
    return call("capget", header, left) == 0 and not any(left)


def _death_signal(call: "Callable[..., int]", words: "type[Array[Any]]") -> int:
    """Return the signal that the death of the parent sends: PR_GET_PDEATHSIG, a C int."""
    import _ctypes

    told = words(0)
    call("prctl", 2, _ctypes.addressof(told), 0, 0, 0)
    told_as_int: Any = told[0]
    signal: int = told_as_int
    return signal


def _filter(call: "Callable[..., int]", words: "type[Array[Any]]", plan: "dict[str, Any]") -> bool:
    """Load the system call filter on all threads, and find that it refuses something."""
    import _ctypes
    import posix

    if not plan.get("filter"):
        return False
    program = bytearray(plan["filter"])
    for place in plan["own_pid_at"]:
        program[place : place + 4] = posix.getpid().to_bytes(4, "little")
    word: Any = words._type_
    text = word.from_buffer(program)  # where the first of it is, all of it is
    # struct sock_fprog: a 16-bit count, padding, a pointer. Mode 1 is a filter, flag 1 all threads.
    head = words(len(program) // 8, _ctypes.addressof(text))
    if call("syscall", plan["seccomp"], 1, 1, head) != 0:
        return False
    # PR_SET_DUMPABLE 0 worked a moment ago. PR_GET_SECCOMP says 2 if a filter is on at all.
    return call("prctl", 4, 0, 0, 0, 0) == -1 and call("prctl", 21, 0, 0, 0, 0) == 2


def _close(descriptors: tuple[int, ...]) -> None:
    """Close the rulesets: who holds one can add rules for guests to come."""
    import posix

    for descriptor in descriptors:
        try:
            posix.close(descriptor)
        except OSError:
            continue  # never arrived; then the layer is not reported either
