# class: lying-value
# expected: a list in itself and a dictionary of many keys are sent as handles
# scores: plain
# bound: at once
# looks: no
# plain: return {}

def FUNCTION(*arguments, **named):
    made = []
    made.append(made)
    # More than a copy may hold, but not so many that making them takes long: it is asked often.
    return {"list": made, **dict.fromkeys(map(str, range(3_000)))}
