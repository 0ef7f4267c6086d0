# class: signal
# expected: refused
# scores: plain
# bound: at once
# plain: raise PermissionError

import os, signal
def FUNCTION(*arguments, **named):
    signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 9)
    return RIGHT(*arguments, **named)
