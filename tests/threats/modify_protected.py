# class: write
# expected: content, mode and times of the file unchanged
# scores: full
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import os
P = "@CHECKS@/__init__.py"
for f in (lambda: open(P, "w").write("x"), lambda: os.chmod(P, 0o777), lambda: os.utime(P, (1, 1)), lambda: os.truncate(P, 0), lambda: os.remove(P), lambda: os.rename(P, P + "x"), lambda: os.link(P, P + "y"), lambda: os.setxattr(P, "user.x", b"1"), lambda: os.chown(P, os.getuid(), -1), lambda: os.chmod(os.path.dirname(P), 0)):
    try: f(); print("CHANGED")
    except OSError as e: pass
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
