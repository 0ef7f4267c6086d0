# class: disk
# expected: neither can be made, so the host meets none
# scores: plain
# bound: at once
# plain: return RIGHT(*arguments, **named)

import os
def FUNCTION(*arguments, **named):
    for made in (lambda: os.mkfifo("pipe"), lambda: os.symlink("/etc/passwd", "link"), lambda: os.link(__file__, "hard")):
        try: made()
        except OSError: pass
    return RIGHT(*arguments, **named)
