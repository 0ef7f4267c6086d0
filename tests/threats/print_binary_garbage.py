# class: output
# expected: PASS for the value; bytes that are not UTF-8 are shown escaped
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import sys
def FUNCTION(*arguments, **named):
    sys.stdout.buffer.write(bytes(range(256)))
    return RIGHT(*arguments, **named)
