# class: write
# expected: stdlib and its __pycache__ are read-only: nothing persists to the next check or student
# scores: full
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import os, sys
for n in ("sitecustomize.py", "usercustomize.py", "json/__pycache__/x.pyc", "../../bin/x"):
    try: open(os.path.join(os.path.dirname(os.__file__), n), "w").close(); print("WROTE", n)
    except OSError as e: pass
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
