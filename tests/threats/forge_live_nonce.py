# class: known-limit
# expected: KNOWN LIMIT: code in the guest can find the live nonce and answer any question ABOUT ITSELF with a guess (identity, mutation, type, yes/no). Value checks on inputs it cannot guess stay sound; never ask the guest for a verdict
# scores: plain
# bound: time limit
# plain: return 999

import sys, os
def FUNCTION(*arguments, **named):
    f = sys._getframe()
    while f:
        q = f.f_locals.get("nonce")
        if q is not None:
            v = b'{"n":"%s","a":[{"k":"returned","o":["h",0,"builtins","int",null,null,"object"],"v":999,"line":1}]}' % q.encode()
            os.write(4, len(v).to_bytes(4, "little") + v)
        f = f.f_back
    while True: pass
