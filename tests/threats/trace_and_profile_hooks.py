# class: monkeypatch
# expected: hooks that raise hurt the guest alone
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)
# told: *

import sys, threading
def hook(frame, event, argument): raise SystemExit(event)
threading.settrace(hook); threading.setprofile(hook)
sys.setprofile(hook)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
