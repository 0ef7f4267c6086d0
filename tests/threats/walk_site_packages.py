# class: read-secret
# expected: site-packages of the grader (plugin, checks, pytest) are not importable or readable
# scores: full
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import sys, os
for m in ("pytest", "_pytest", "pluggy", "sandlock"):
    try:
        __import__(m); print("IMPORTED", m, "SECRET-IMPORT")
    except ImportError: pass
base = os.path.join(sys.prefix, "lib", "python%d.%d" % sys.version_info[:2], "site-packages")
try: print(os.listdir(base))
except OSError as e: print(e)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
