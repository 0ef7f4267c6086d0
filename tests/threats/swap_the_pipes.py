# class: protocol
# expected: replies go to where output goes
# scores: plain
# bound: time limit
# plain: raise NotImplementedError
# told: interpreter_ended time_limit

import os
def FUNCTION(*arguments, **named):
    os.dup2(2, 4)
    return RIGHT(*arguments, **named)
