# class: lying-value
# expected: __getattr__ that never comes back costs the time limit
# scores: plain
# bound: time limit
# looks: no
# plain: import types; return types.ModuleType('plain')
# told: *

import types
class Endless(types.ModuleType):
    def __getattribute__(self, name):
        while True: pass
def FUNCTION(*arguments, **named):
    return Endless('endless')
