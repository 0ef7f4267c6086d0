# class: exception
# expected: a class called NotImplementedError is not an excuse worth a point
# scores: plain
# bound: at once
# looks: no
# plain: raise NotImplementedError

class NotImplementedError(BaseException): pass
def FUNCTION(*arguments, **named):
    raise NotImplementedError('PASSED')
