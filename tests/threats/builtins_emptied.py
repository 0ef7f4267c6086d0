# class: monkeypatch
# expected: the machinery has built-ins of its own
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)
# told: *

import builtins
def FUNCTION(*arguments, **named):
    result = RIGHT(*arguments, **named)
    builtins.__dict__.clear()
    return result
