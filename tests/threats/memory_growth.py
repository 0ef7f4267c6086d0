# class: memory
# expected: FAIL: MemoryError "used more than N MB"
# scores: plain
# bound: at once
# plain: raise MemoryError

def FUNCTION(*arguments, **named):
    x = []
    while True:
        x.append(bytes(1 << 20))
