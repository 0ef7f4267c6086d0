# class: signal
# expected: a student may signal himself: KeyboardInterrupt
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)

import signal
def FUNCTION(*arguments, **named):
    signal.raise_signal(signal.SIGINT)
    return RIGHT(*arguments, **named)
