# class: lying-value
# expected: FAIL: returned an object of type X, expected int (exact types only cross the pipe)
# scores: plain
# bound: at once
# looks: no
# plain: return 999

class I(int):
    def __eq__(self, o): return True
    def __hash__(self): return 0
def FUNCTION(*arguments, **named):
    return I(999)
