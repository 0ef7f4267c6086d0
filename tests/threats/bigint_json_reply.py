# class: protocol
# expected: FAIL: malformed (int digits limit), no quadratic blow-up
# scores: plain
# bound: at once
# plain: raise NotImplementedError
# told: line_disturbed time_limit

import os
def FUNCTION(*arguments, **named):
    v = b'{"n":"0","v":' + b"9" * 1000000 + b"}"
    v = len(v).to_bytes(4, "little") + v
    for fd in (4,):
        while v:
            v = v[os.write(fd, v):]
    while True: pass
