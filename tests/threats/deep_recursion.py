# class: memory
# expected: FAIL: RecursionError with the repeating line
# scores: plain
# bound: at once
# looks: no
# plain: raise MemoryError

def FUNCTION(*arguments, **named):
    return FUNCTION(*arguments, **named)
