# class: memory
# expected: a stack overflow in C is a signal
# scores: plain
# bound: time limit
# looks: no
# plain: raise NotImplementedError
# told: *

import sys
sys.setrecursionlimit(10 ** 9)
def FUNCTION(*arguments, **named):
    return FUNCTION(*arguments, **named) + 1
