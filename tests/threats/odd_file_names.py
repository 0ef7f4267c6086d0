# class: disk
# expected: names with escapes, newlines and bytes that are no text are shown, not obeyed
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)

import os
def FUNCTION(*arguments, **named):
    for name in (b"\xff\xfe", "\x1b[2J\x1b]0;x\x07".encode(), b"a\n::error::x", "\u202egnp.exe".encode()):
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    return RIGHT(*arguments, **named)
