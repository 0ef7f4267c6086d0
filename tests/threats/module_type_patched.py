# class: monkeypatch
# expected: types.ModuleType is something else afterwards
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)
# told: *

import types
def FUNCTION(*arguments, **named):
    result = RIGHT(*arguments, **named)
    types.ModuleType = lambda *rest: 999
    return result
