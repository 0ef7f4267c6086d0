# class: exit
# expected: FAIL: program crashed (signal)
# scores: plain
# bound: at once
# plain: raise NotImplementedError
# told: interpreter_ended

import os
def FUNCTION(*arguments, **named):
    os.abort()
