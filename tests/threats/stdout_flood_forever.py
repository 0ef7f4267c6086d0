# class: output
# expected: FAIL: too much output or time limit
# scores: plain
# bound: time limit
# plain: raise NotImplementedError
# told: flood time_limit

import os
def FUNCTION(*arguments, **named):
    while True:
        os.write(1, b"A" * 65536)
