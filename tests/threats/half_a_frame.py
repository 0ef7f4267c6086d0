# class: protocol
# expected: a frame that is announced and never comes
# scores: plain
# bound: time limit
# plain: raise NotImplementedError
# told: time_limit

import os, time
def FUNCTION(*arguments, **named):
    os.write(4, b'\0\1\0\0{')
    time.sleep(600)
