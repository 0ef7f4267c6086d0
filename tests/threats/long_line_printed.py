# class: output
# expected: a line of megabytes is cut, and holds nothing up
# scores: full
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

print('x' * 3_000_000)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
