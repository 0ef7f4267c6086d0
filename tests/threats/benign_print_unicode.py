# class: benign
# expected: PASS; output shown as UTF-8
# scores: full
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

print("Grüße, 世界 🎉")
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
