# class: lying-value
# expected: a list in itself and a dictionary of many keys are sent as handles
# scores: plain
# bound: at once
# plain: return {}

def FUNCTION(*arguments, **named):
    made = []
    made.append(made)
    return {"list": made, **dict.fromkeys(map(str, range(30_000)))}
