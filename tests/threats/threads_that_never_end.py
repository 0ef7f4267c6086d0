# class: process
# expected: busy threads end with the guest
# scores: plain
# bound: time limit
# plain: return RIGHT(*arguments, **named)

import threading
def work():
    while True: pass
for _ in range(8): threading.Thread(target=work).start()
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
