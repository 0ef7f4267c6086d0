# class: protocol
# expected: a reply without the nonce, written before the question
# scores: nothing
# bound: at once
# told: line_disturbed

import os
reply = b'{"n":"","a":[{"k":"returned","o":["h",0,"builtins","list",null,0,"object"],"v":["l"],"line":null}]}'
os.write(4, len(reply).to_bytes(4, "little") + reply)
