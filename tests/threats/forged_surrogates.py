# class: protocol
# expected: lone surrogates, bidi marks and escapes in every text of a reply
# scores: plain
# bound: time limit
# plain: return 999
# told: *

import sys
def machinery():
    frame = sys._getframe()
    while frame:
        found = frame.f_locals.get("self")
        if type(found).__name__ == "Guest":
            return found, frame
        frame = frame.f_back
import os
def send(body):
    found, frame = machinery()
    while "nonce" not in frame.f_locals: frame = frame.f_back
    asked = frame.f_locals["asked"]
    yes = '{"k":"returned","o":["h",0,"builtins","bool",null,null,"object"],"v":true,"line":null},'
    yes *= sum(type(one[2]) in (bool, str) for one in asked) - 1
    told = yes + '{"at":%d,' % (len(asked) - 1) + body + "}"
    reply = ('{"n":"%s","a":[' % frame.f_locals["nonce"] + told + "]}").encode("utf-8", "surrogatepass")
    os.write(4, len(reply).to_bytes(4, "little") + reply)
def FUNCTION(*arguments, **named):
    send('"k":"raised","o":["h",0,"\\ud800","\\ud800\\u202e\\u001b[2J",null,null,"object"],"bases":["\\udfff"],"text":"\\ud800\\u001b]0;x\\u0007","frames":[[1,"\\ud800",1]],"syntax":null,"locals":[["\\ud800","\\udfff"]]')
    while True: pass
