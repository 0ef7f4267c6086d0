# class: read-secret
# expected: no expected value, check name or path is anywhere in the guest process
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import gc, sys
print(sys.argv, sys.orig_argv)
for o in gc.get_objects():
    try:
        s = repr(o)
    except BaseException: continue
    if "SECRET-" in s: print("LEAK", s[:300])
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
