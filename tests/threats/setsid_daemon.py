# class: process
# expected: PermissionError "starting processes is not allowed" (or, where allowed, every descendant is killed)
# scores: plain
# bound: at once
# plain: raise PermissionError

import os, time
def FUNCTION(*arguments, **named):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(30)
        os._exit(0)
    os.wait()
    return RIGHT(*arguments, **named)
