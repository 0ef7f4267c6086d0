# class: read-secret
# expected: no variable, argument, mapping or object tells of the host
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import gc, os, sys
print(os.environ, sys.argv, sys.path, sys.flags, sys.executable, os.getcwd())
for path in ("/proc/self/environ", "/proc/self/cmdline", "/proc/self/maps", "/proc/1/environ", "/etc/passwd",
             "/proc/%d/environ" % os.getppid(), "/proc/%d/cmdline" % os.getppid(), "@CHECKS@/exercise_1_identity/identity.py"):
    try: print(open(path).read())
    except OSError: pass
frame = sys._getframe()
while frame:
    print({name: repr(value)[:2000] for name, value in frame.f_locals.items()}); frame = frame.f_back
for found in gc.get_objects():
    if type(found) in (list, tuple, dict):
        text = repr(found)
        for word in ("SECRET-", "root:x:0"):
            if word in text: print("LEAK", text[max(text.find(word) - 20, 0):][:200])
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
