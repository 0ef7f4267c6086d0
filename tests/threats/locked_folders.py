# class: disk
# expected: folders that nobody may enter are removed all the same
# scores: plain
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import os
def FUNCTION(*arguments, **named):
    os.makedirs("a/b/c", exist_ok=True)
    for name in ("a/b/c/none", "write_only"): os.mkdir(name, 0)
    os.mkdir("blind", 0o300); open("blind/file", "w").close()
    return RIGHT(*arguments, **named)
