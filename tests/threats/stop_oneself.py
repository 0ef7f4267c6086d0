# class: signal
# expected: a stopped guest is a silent one
# scores: plain
# bound: time limit
# plain: raise NotImplementedError
# told: time_limit

import os, signal
def FUNCTION(*arguments, **named):
    os.kill(os.getpid(), signal.SIGSTOP)
    return RIGHT(*arguments, **named)
