# class: monkeypatch
# expected: can only break his own replies
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)

import posix, os, marshal
posix.write = os.write = lambda fd, d: len(d)
marshal.loads = lambda b: (2, "eval", "5")
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
