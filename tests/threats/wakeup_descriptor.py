# class: protocol
# expected: signals write bytes into the reply pipe
# scores: plain
# bound: time limit
# plain: return RIGHT(*arguments, **named)
# told: *

import os, signal
def FUNCTION(*arguments, **named):
    os.set_blocking(4, False)
    signal.set_wakeup_fd(4, warn_on_full_buffer=False)
    signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.raise_signal(signal.SIGUSR1)
    return RIGHT(*arguments, **named)
