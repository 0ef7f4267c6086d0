# class: benign
# expected: PASS
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

def FUNCTION(*arguments, **named):
    x = bytearray(100 << 20)
    return RIGHT(*arguments, **named)
