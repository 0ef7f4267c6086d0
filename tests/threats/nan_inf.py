# class: lying-value
# expected: value crosses exactly; comparison rule of the check decides; JSON report stays valid
# scores: plain
# bound: at once
# looks: no
# plain: return 999

def FUNCTION(*arguments, **named):
    return [float("nan"), float("inf"), -0.0]
