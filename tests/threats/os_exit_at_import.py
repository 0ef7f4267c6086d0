# class: exit
# expected: every check FAILS with "ended while loading"; never "0 tests ran = pass"
# scores: nothing
# bound: at once
# told: load_ended

import os
print("All tests passed!", flush=True)
os._exit(0)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
