# class: lying-value
# expected: FAIL: "returned a coroutine: did you forget await?"
# scores: plain
# bound: at once
# looks: no
# plain: return 999

async def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
