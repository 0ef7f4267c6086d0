# class: monkeypatch
# expected: sys.modules is another object that raises; props hold the real one
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)
# told: *

import sys
class Trap(dict):
    def __getitem__(self, key): raise SystemExit(key)
    __contains__ = get = __iter__ = keys = items = __getitem__
def FUNCTION(*arguments, **named):
    result = RIGHT(*arguments, **named)
    sys.modules = Trap()
    return result
