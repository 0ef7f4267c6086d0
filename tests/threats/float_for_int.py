# class: lying-value
# expected: policy of the check: 5.0 is not exactly 5
# scores: plain
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

def FUNCTION(*arguments, **named):
    return float(RIGHT(*arguments, **named))
