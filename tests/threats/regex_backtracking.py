# class: time
# expected: FAIL: time limit (C code that never checks signals)
# scores: plain
# bound: time limit
# looks: no
# plain: raise NotImplementedError
# told: time_limit

import re
def FUNCTION(*arguments, **named):
    re.match(r"(a+)+$", "a" * 64 + "b")
    return RIGHT(*arguments, **named)
