# class: network
# expected: io_uring_setup refused (it would bypass seccomp on connect/open)
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import ctypes
L = ctypes.CDLL(None, use_errno=True)
r = L.syscall(425, 4, ctypes.create_string_buffer(248))
print("io_uring", r, ctypes.get_errno())
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
