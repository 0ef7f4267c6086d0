# class: monkeypatch
# expected: a hook that cannot be removed may refuse what props need
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)
# told: *

import sys
def hook(event, arguments):
    if event in ("compile", "exec", "import"): raise RuntimeError(event)
def FUNCTION(*arguments, **named):
    sys.addaudithook(hook)
    return RIGHT(*arguments, **named)
