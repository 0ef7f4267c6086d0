# class: time
# expected: FAIL: time limit (in-process timeouts would be swallowed)
# scores: plain
# bound: time limit
# looks: no
# plain: raise NotImplementedError
# told: time_limit

def FUNCTION(*arguments, **named):
    while True:
        try:
            while True: pass
        except BaseException:
            continue
