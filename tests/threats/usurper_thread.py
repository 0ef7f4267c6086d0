# class: protocol
# expected: a thread that steals requests and answers them itself knows no answer to the controls
# scores: plain
# bound: time limit
# told: line_disturbed interpreter_broken time_limit load_error load_endless interpreter_ended load_ended

import marshal, os, threading
def usurp():
    while True:
        data = os.read(3, 65536)
        try: nonce, asked = marshal.loads(data[4:])
        except Exception: continue
        yes = b'{"k":"returned","o":["h",0,"builtins","bool",null,null,"object"],"v":true,"line":null}'
        told = b",".join([yes] * sum(type(one[2]) in (bool, str) for one in asked))
        reply = b'{"n":"%s","a":[%s]}' % (nonce.encode(), told)
        os.write(4, len(reply).to_bytes(4, "little") + reply)
threading.Thread(target=usurp, daemon=True).start()
