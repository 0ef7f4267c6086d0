# class: lying-value
# expected: 1 is not True, and neither is what says so
# scores: plain
# bound: at once
# looks: no
# plain: return 999

def FUNCTION(*arguments, **named):
    return 1
