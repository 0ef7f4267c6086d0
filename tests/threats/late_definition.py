# class: monkeypatch
# expected: a function that is defined when it is asked for the first time
# scores: plain
# bound: at once
# looks: no
# plain: return 999

import sys
class Lazy(type(sys)):
    def __getattribute__(self, name):
        if name == "FUNCTION": return lambda *a, **k: True
        return super().__getattribute__(name)
sys.modules[__name__].__class__ = Lazy
def FUNCTION(*arguments, **named):
    return 999
