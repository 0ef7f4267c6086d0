# class: output
# expected: FAIL: too much output or time limit; one-line flood does not hang a line reader
# scores: plain
# bound: time limit
# plain: raise NotImplementedError
# told: flood time_limit

import os
def FUNCTION(*arguments, **named):
    while True:
        os.write(2, b"\0" * 65536)
