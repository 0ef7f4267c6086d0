# class: lying-value
# expected: FAIL: returned an object of type X, expected int
# scores: plain
# bound: at once
# looks: no
# plain: return 999

class Dd(dict):
    def items(self): return [(1, 1)] * 10
    def __eq__(self, o): return True
def FUNCTION(*arguments, **named):
    return Dd(x=1)
