# class: monkeypatch
# expected: excepthook, unraisablehook and displayhook are never needed
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import sys
def hook(*rest): raise SystemExit
sys.excepthook = sys.unraisablehook = sys.displayhook = sys.breakpointhook = hook
class Late:
    def __del__(self): raise SystemExit
Late()
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
