# class: time
# expected: FAIL: time limit for this check; the next check starts fresh
# scores: plain
# bound: time limit
# looks: no
# plain: raise NotImplementedError
# told: time_limit

def FUNCTION(*arguments, **named):
    while True:
        pass
