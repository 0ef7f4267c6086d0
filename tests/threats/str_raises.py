# class: exception
# expected: FAIL: raised Evil (no message)
# scores: plain
# bound: at once
# looks: no
# plain: raise ValueError('plain')

class Evil(Exception):
    def __str__(self): raise SystemExit(0)
def FUNCTION(*arguments, **named):
    raise Evil
