# class: resource
# expected: imports fail in that guest only
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)

import os
kept = []
def FUNCTION(*arguments, **named):
    try:
        while True: kept.append(os.open(os.devnull, os.O_RDONLY))
    except OSError: pass
    return RIGHT(*arguments, **named)
