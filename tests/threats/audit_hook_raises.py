# class: monkeypatch
# expected: FAIL or value; only the guest is hurt
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)

import sys
def h(ev, args):
    if ev not in ("object.__getattr__",): raise SystemExit(ev)
sys.addaudithook(h)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
