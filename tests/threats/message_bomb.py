# class: exception
# expected: FAIL: message cut
# scores: plain
# bound: time limit
# looks: no
# plain: raise ValueError('plain')

def FUNCTION(*arguments, **named):
    raise ValueError("A" * 50_000_000)
