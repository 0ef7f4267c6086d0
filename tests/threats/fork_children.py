# class: process
# expected: PermissionError "starting processes is not allowed" (or, where allowed, every descendant is killed)
# scores: plain
# bound: at once
# plain: raise PermissionError

import os, time
def FUNCTION(*arguments, **named):
    for _ in range(5):
        if os.fork() == 0:
            time.sleep(30); os._exit(0)
    return RIGHT(*arguments, **named)
