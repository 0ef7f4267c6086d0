# class: protocol
# expected: FAIL: ended / time limit
# scores: plain
# bound: time limit
# plain: raise NotImplementedError
# told: interpreter_ended time_limit

import os
def FUNCTION(*arguments, **named):
    os.closerange(0, 256)
    return RIGHT(*arguments, **named)
