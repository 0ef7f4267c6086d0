# class: read-secret
# expected: only the guest's own pipes are open; no inherited log/report/check file
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import os
for fd in range(3, 64):
    try: print(fd, os.fstat(fd).st_mode, os.pread(fd, 200, 0))
    except OSError as e:
        if e.errno not in (9, 29): print(fd, e)
try: print(os.listdir("/proc/self/fd"))
except OSError as e: print(e)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
