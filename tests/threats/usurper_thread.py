# class: protocol
# expected: a thread that steals requests and answers them itself knows no answer to the controls
# scores: nothing
# bound: time limit
# told: line_disturbed interpreter_broken time_limit load_error load_endless interpreter_ended load_ended

import marshal, os, threading
def usurp():
    while True:
        data = os.read(3, 65536)
        try: nonce = marshal.loads(data[4:])[0]
        except Exception: continue
        reply = b'{"n":"%s","k":"returned","o":["h",0,"builtins","bool",null,null,"object"],"v":true,"line":null}' % nonce.encode()
        os.write(4, len(reply).to_bytes(4, "little") + reply)
threading.Thread(target=usurp, daemon=True).start()
