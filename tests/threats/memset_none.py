# class: memory-writes
# expected: a guest that destroys None destroys itself
# scores: plain
# bound: time limit
# plain: raise NotImplementedError
# told: *

import ctypes
def FUNCTION(*arguments, **named):
    ctypes.memset(id(None), 0, 16)
    return None
