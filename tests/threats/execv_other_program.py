# class: exit
# expected: FAIL: exec is refused (PermissionError) or program ended
# scores: plain
# bound: at once
# plain: raise PermissionError

import os
def FUNCTION(*arguments, **named):
    os.execv("/bin/true", ["true"])
