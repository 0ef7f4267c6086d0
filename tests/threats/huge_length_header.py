# class: protocol
# expected: FAIL: reply too large; no allocation on the host
# scores: nothing
# bound: at once
# told: line_disturbed

import os
for fd in range(3, 10):
    try: os.write(fd, b"\xff\xff\xff\x7f")
    except OSError: pass
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
