# class: memory-writes
# expected: a segmentation fault is an outcome
# scores: plain
# bound: at once
# plain: raise NotImplementedError
# told: interpreter_ended

import ctypes
def FUNCTION(*arguments, **named):
    return ctypes.string_at(0)
