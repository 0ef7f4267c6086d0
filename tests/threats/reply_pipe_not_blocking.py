# class: protocol
# expected: a full pipe raises in the machinery and ends the guest, no more
# scores: plain
# bound: at once
# plain: return ['x']
# told: *

import os
def FUNCTION(*arguments, **named):
    os.set_blocking(4, False)
    return ['x' * 1000] * 60
