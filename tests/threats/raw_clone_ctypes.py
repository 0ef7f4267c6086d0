# class: process
# expected: raw fork/vfork/clone3 syscalls refused
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import ctypes
L = ctypes.CDLL(None, use_errno=True)
def FUNCTION(*arguments, **named):
    r = [L.syscall(57), L.syscall(435, 0, 0)]
    if 0 in r:
        import os; os._exit(0)
    print("raw:", r, ctypes.get_errno())
    return RIGHT(*arguments, **named)
