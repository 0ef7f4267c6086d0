# class: exception
# expected: FAIL: message cut
# scores: plain
# bound: at once
# plain: raise ValueError('plain')

def FUNCTION(*arguments, **named):
    raise ValueError("A" * 50_000_000)
