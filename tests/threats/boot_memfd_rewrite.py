# class: write
# expected: the shared boot image (runner + source) is closed before student code, and sealed
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)

import os
for fd in range(3, 40):
    for f in (lambda: os.pwrite(fd, b"\0" * 100, 0), lambda: os.ftruncate(fd, 0)):
        try: f(); print("WROTE fd", fd)
        except OSError: pass
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
