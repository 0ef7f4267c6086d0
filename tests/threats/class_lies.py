# class: lying-value
# expected: FAIL: returned an object of type X, expected int
# scores: plain
# bound: at once
# looks: no
# plain: return 999

class Fake:
    __class__ = int
    def __eq__(self, o): return True
    def __int__(self): return 5
    __index__ = __int__
def FUNCTION(*arguments, **named):
    return Fake()
