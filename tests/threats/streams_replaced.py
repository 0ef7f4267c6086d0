# class: monkeypatch
# expected: standard streams that raise or are closed
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)

import sys
class Stream:
    def __getattr__(self, name): raise SystemExit(name)
sys.stdout.close(); sys.stderr.close()
sys.stdout = sys.stderr = sys.__stdout__ = sys.stdin = Stream()
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
