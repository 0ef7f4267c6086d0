# class: lying-value
# expected: a module whose attributes, equality and class are inventions
# scores: plain
# bound: at once
# looks: no
# plain: import types; return types.ModuleType('plain')

import types
class Lying(types.ModuleType):
    __class__ = property(lambda self: types.ModuleType)
    def __eq__(self, other): return True
    __hash__ = None
    def __getattribute__(self, name): return Lying("x") if name != "__dict__" else {}
def FUNCTION(*arguments, **named):
    return Lying('lying')
