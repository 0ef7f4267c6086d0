# class: memory
# expected: FAIL: wrong answer; no recursion crash in the host
# scores: plain
# bound: time limit
# looks: no
# plain: return 999

def FUNCTION(*arguments, **named):
    x = 5
    for _ in range(100_000):
        x = [x]
    return x
