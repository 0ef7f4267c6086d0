# class: exit
# expected: the dump goes to the learner's own output, the guest ends
# scores: plain
# bound: time limit
# plain: raise NotImplementedError
# told: interpreter_ended time_limit

import faulthandler, time
def FUNCTION(*arguments, **named):
    faulthandler.dump_traceback_later(0.05, exit=True)
    time.sleep(600)
