# class: monkeypatch
# expected: the host clock decides; a frozen time.monotonic changes nothing
# scores: plain
# bound: time limit
# plain: raise NotImplementedError
# told: time_limit

import time
time.time = time.monotonic = time.perf_counter = lambda: 0.0
def FUNCTION(*arguments, **named):
    while time.time() < 1: pass
    return RIGHT(*arguments, **named)
