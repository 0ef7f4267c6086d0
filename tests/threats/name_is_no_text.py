# class: lying-value
# expected: a module may be called anything; the host shows what is text
# scores: plain
# bound: at once
# looks: no
# plain: import types; return types.ModuleType('plain')

import types
def FUNCTION(*arguments, **named):
    made = types.ModuleType("plain")
    made.__name__ = type("Name", (str,), {"__eq__": lambda *rest: True, "__hash__": lambda self: 0})("x")
    return made
