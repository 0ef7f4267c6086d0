"""The recorder of one part of a guest's program: which line follows which, told once each.

It stands before the part, in an interpreter that can import nothing and is about to be sealed:
so it opens its pipe first, which the seal then leaves alone. It watches by `sys.monitoring`, and
only the code objects of that part: `sys.settrace` is the guest's own, and learner code stays as
fast as it was. What it writes is eight bytes an arc, which a pipe keeps whole (`pipe(7)`).
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any


def _recorded(number: int, program: bytes, pipe: str, namespace: "dict[str, object]") -> None:
    """Execute a part and record its arcs, now and until the process ends.

    :param number: of the part.
    :param program: its marshalled code object.
    :param namespace: where it is executed.
    """
    import marshal
    import posix
    import sys

    # A place where no descriptor of the guest's or a learner's comes to lie (`RLIMIT_NOFILE`).
    descriptor = 900 + number
    opened = posix.open(pipe, posix.O_WRONLY)
    posix.dup2(opened, descriptor, inheritable=False)
    posix.close(opened)

    monitoring: Any = vars(sys)["monitoring"]  # new in Python 3.12
    events = monitoring.events
    frame_of, write = sys._getframe, posix.write
    lines: dict[int, int] = {}
    seen: set[tuple[int, int]] = set()
    head = number.to_bytes(2, "little")

    def arc(before: int, after: int) -> None:
        if (before, after) not in seen:
            seen.add((before, after))
            told = before.to_bytes(3, "little", signed=True) + after.to_bytes(
                3, "little", signed=True
            )
            write(descriptor, head + told)

    # What fails here (no stack or memory left, the descriptor closed) must not change the guest.
    def start(code: "CodeType", _offset: int) -> None:
        try:
            lines[id(frame_of(1))] = -code.co_firstlineno
        except BaseException:
            return

    def line(_code: "CodeType", now: int) -> None:
        try:
            frame = id(frame_of(1))
            before = lines.get(frame)
            lines[frame] = now
            if before is not None:
                arc(before, now)
        except BaseException:
            return

    def leave(code: "CodeType", _offset: int, _value: object) -> None:
        try:
            before = lines.pop(id(frame_of(1)), None)
            if before is not None:
                arc(before, -code.co_firstlineno)
        except BaseException:
            return

    monitoring.use_tool_id(number, "covering")
    monitoring.register_callback(number, events.PY_START, start)
    monitoring.register_callback(number, events.LINE, line)
    monitoring.register_callback(number, events.PY_RETURN, leave)
    codes = [marshal.loads(program)]
    for code in codes:
        monitoring.set_local_events(number, code, events.PY_START | events.LINE | events.PY_RETURN)
        codes += [one for one in code.co_consts if type(one) is type(code)]
    del namespace["_recorded"]
    exec(codes[0], namespace)
