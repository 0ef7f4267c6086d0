# class: memory
# expected: FAIL: "returned a generator", not consumed by the grader
# scores: plain
# bound: at once
# looks: no
# plain: return 999

def FUNCTION(*arguments, **named):
    while True:
        yield RIGHT(*arguments, **named)
