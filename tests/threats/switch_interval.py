# class: monkeypatch
# expected: a thread that gives nobody else a turn costs the time limit at most
# scores: plain
# bound: time limit
# plain: return RIGHT(*arguments, **named)
# told: *

import sys, threading
sys.setswitchinterval(100)
def work():
    while True: pass
threading.Thread(target=work).start()
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
