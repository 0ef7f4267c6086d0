# class: process
# expected: the death signal cannot be switched off, nor a new session be made
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
print(libc.prctl(1, 0, 0, 0, 0), libc.setsid(), libc.prctl(4, 1, 0, 0, 0))
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
