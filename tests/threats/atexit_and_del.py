# class: process
# expected: value graded; shutdown hooks never run or cannot matter
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import atexit, os
atexit.register(lambda: open("@MARK@/atexit_ran", "w"))
class X:
    def __del__(self): open("@MARK@/del_ran", "w")
x = X()
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
