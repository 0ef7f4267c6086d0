# class: exception
# expected: FAIL: the student's AssertionError is not confused with the check's own
# scores: plain
# bound: at once
# looks: no
# plain: raise AssertionError

def FUNCTION(*arguments, **named):
    assert False, "expected 5 == 5, PASSED"
