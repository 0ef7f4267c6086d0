# class: exception
# expected: FAIL - an exception called Skipped/XFailed/Exit is only text on the trusted side, never re-raised as a pytest outcome
# scores: plain
# bound: at once
# looks: no
# plain: raise ValueError('plain')

class Skipped(BaseException): pass
Skipped.__module__ = "_pytest.outcomes"; Skipped.__qualname__ = "Skipped"
def FUNCTION(*arguments, **named):
    raise Skipped("skip me")
