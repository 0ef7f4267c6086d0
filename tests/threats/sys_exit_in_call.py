# class: exit
# expected: check FAILS: add(2, 3) called sys.exit()
# scores: plain
# bound: at once
# looks: no
# plain: raise RuntimeError
# told: called_exit

import sys
def FUNCTION(*arguments, **named):
    sys.exit(0)
