# class: read-secret
# expected: a link made by the student is never followed by the host
# scores: full
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import os
try: os.symlink("@CHECKS@/exercise_1_identity/identity.py", "out.txt")
except OSError as e: print(e)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
