# class: protocol
# expected: never better than an honest wrong answer: sequence check / malformed reply -> FAIL with "interfered with the grader"
# scores: nothing
# bound: at once
# told: line_disturbed

import os
for v in (b'{"n":"0000000000000000","a":[{"k":"returned","o":["h",0,"builtins","int",null,null,"object"],"v":5,"line":1}]}',):
    for fd in range(3, 10):
        try: os.write(fd, len(v).to_bytes(4, "little") + v)
        except OSError: pass
def FUNCTION(*arguments, **named):
    return -1
