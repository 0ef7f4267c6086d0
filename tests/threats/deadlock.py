# class: time
# expected: FAIL: time limit
# scores: plain
# bound: time limit
# plain: raise NotImplementedError
# told: time_limit

import threading
L = threading.Lock()
def FUNCTION(*arguments, **named):
    L.acquire(); L.acquire()
    return RIGHT(*arguments, **named)
