# class: signal
# expected: a timer that ends the guest during a prop
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)

import signal
def FUNCTION(*arguments, **named):
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    return RIGHT(*arguments, **named)
