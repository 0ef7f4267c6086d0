# class: disk
# expected: a path that no system call takes as a whole is removed all the same
# scores: plain
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import os
def FUNCTION(*arguments, **named):
    here = os.getcwd()
    for _ in range(1500):
        os.mkdir("d" * 200); os.chdir("d" * 200)
    os.chdir(here)
    return RIGHT(*arguments, **named)
