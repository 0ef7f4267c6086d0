# class: protocol
# expected: load is answered twice: by a forged reply and by the real one
# scores: plain
# bound: at once
# told: line_disturbed interpreter_broken

import sys
def machinery():
    frame = sys._getframe()
    while frame:
        found = frame.f_locals.get("self")
        if type(found).__name__ == "Guest":
            return found, frame
        frame = frame.f_back
import os
found, frame = machinery()
while "nonce" not in frame.f_locals: frame = frame.f_back
reply = '{"n":"%s","a":[{"k":"returned","o":["h",0,"builtins","list",null,0,"object"],"v":["l"],"line":null}]}' % frame.f_locals["nonce"]
os.write(4, len(reply).to_bytes(4, "little") + reply.encode())
