# class: source
# expected: no window or browser opens
# scores: plain
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import antigravity
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
