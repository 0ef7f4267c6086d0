# class: process
# expected: returns -1 / error; no shell starts
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import os
def FUNCTION(*arguments, **named):
    os.system("id > @MARK@/system_was_here")
    return RIGHT(*arguments, **named)
