# class: write
# expected: total bytes on disk bounded (no write access, or a size-limited scratch dir)
# scores: full
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import os
t = 0
for i in range(64):
    try:
        with open("/tmp/ag_fill_%d_%d" % (os.getpid(), i), "wb") as f: t += f.write(b"x" * (1 << 20))
    except OSError as e: break
print("filled", t)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
