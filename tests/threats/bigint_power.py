# class: time
# expected: FAIL: time or memory limit
# scores: plain
# bound: time limit
# looks: no
# plain: raise NotImplementedError

def FUNCTION(*arguments, **named):
    return 7 ** (10 ** 9) % 10
