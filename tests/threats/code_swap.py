# class: monkeypatch
# expected: the value decides
# scores: plain
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

def FUNCTION(*arguments, **named):
    return 0
FUNCTION.__code__ = (lambda *arguments, **named: RIGHT(*arguments, **named)).__code__
