# class: disk
# expected: files without names and with holes go with the guest
# scores: plain
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import os, tempfile
kept = []
def FUNCTION(*arguments, **named):
    with open("holes", "wb") as file: file.truncate(1 << 20)
    for _ in range(3):
        file = tempfile.TemporaryFile(); file.write(b"x" * 500_000); kept.append(file)
    return RIGHT(*arguments, **named)
