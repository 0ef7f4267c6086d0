# class: time
# expected: the attempt as a whole is bounded, not only each check
# scores: plain
# bound: time limit
# looks: no
# plain: return RIGHT(*arguments, **named)
# told: *

import time
def FUNCTION(*arguments, **named):
    time.sleep(0.45)
    return RIGHT(*arguments, **named)
