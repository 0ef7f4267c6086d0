# class: process
# expected: PermissionError "starting processes is not allowed" (or, where allowed, every descendant is killed)
# scores: plain
# bound: at once
# plain: raise PermissionError

import os
def FUNCTION(*arguments, **named):
    os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)
    return RIGHT(*arguments, **named)
