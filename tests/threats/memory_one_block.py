# class: memory
# expected: FAIL: MemoryError
# scores: plain
# bound: at once
# plain: raise MemoryError

def FUNCTION(*arguments, **named):
    return len(bytearray(3 << 30))
