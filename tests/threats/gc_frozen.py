# class: monkeypatch
# expected: the collector is the guest's own affair
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import gc
gc.disable(); gc.freeze()
gc.callbacks.append(lambda *rest: 1 / 0)
gc.set_threshold(1)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
