# class: signal
# expected: PermissionError or only the guest itself dies
# scores: plain
# bound: at once
# plain: raise PermissionError

import os, signal
def FUNCTION(*arguments, **named):
    os.killpg(0, signal.SIGKILL)
    return RIGHT(*arguments, **named)
