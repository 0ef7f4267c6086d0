# class: exit
# expected: FAIL: crashed; C-level dump on stderr is shown cut and escaped
# scores: plain
# bound: at once
# plain: raise NotImplementedError
# told: interpreter_ended

import faulthandler
faulthandler.enable()
def FUNCTION(*arguments, **named):
    faulthandler._sigsegv()
