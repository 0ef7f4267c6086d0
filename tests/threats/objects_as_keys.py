# class: lying-value
# expected: a dictionary with a thousand objects as keys is a dictionary, and quickly told
# scores: plain
# bound: at once
# looks: no
# plain: return {}
# told: *

def FUNCTION(*arguments, **named):
    return {object(): None for _ in range(1000)}
