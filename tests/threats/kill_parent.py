# class: signal
# expected: PermissionError; grader survives
# scores: plain
# bound: at once
# plain: raise PermissionError

import os, signal
def FUNCTION(*arguments, **named):
    os.kill(os.getppid(), signal.SIGKILL)
    return RIGHT(*arguments, **named)
