# class: protocol
# expected: ten thousand small frames; memory on the host stays flat
# scores: plain
# bound: at once
# plain: return 999
# told: line_disturbed

import os
def FUNCTION(*arguments, **named):
    frame = b'\2\0\0\0{}' * 1000
    for _ in range(10): os.write(4, frame)
    return 999
