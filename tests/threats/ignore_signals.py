# class: signal
# expected: handlers for everything change nothing: SIGKILL asks nobody
# scores: plain
# bound: time limit
# plain: raise NotImplementedError
# told: time_limit

import signal, time
for number in range(1, 32):
    try: signal.signal(number, signal.SIG_IGN)
    except OSError: pass
def FUNCTION(*arguments, **named):
    time.sleep(600)
