# class: exception
# expected: the real bases count, whatever the class says of itself
# scores: plain
# bound: at once
# plain: raise BaseException

class Meta(type):
    __mro__ = property(lambda self: 1 / 0)
    __qualname__ = __name__ = property(lambda self: 1 / 0)
    def __instancecheck__(self, other): return True
    def __subclasscheck__(self, other): return True
class Odd(BaseException, metaclass=Meta):
    __traceback__ = property(lambda self: 1 / 0)
    __class__ = property(lambda self: ValueError)
def FUNCTION(*arguments, **named):
    raise Odd
