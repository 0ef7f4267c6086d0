# class: monkeypatch
# expected: no effect on the verdict logic, which runs elsewhere; honest value still graded
# scores: plain
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import builtins
for n in ("len", "type", "isinstance", "str", "repr", "compile", "exec", "eval", "getattr", "__import__", "tuple", "dict", "list"):
    setattr(builtins, n, lambda *a, **k: 5)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
