# class: network
# expected: refused: "network is not available while grading"
# scores: plain
# bound: at once
# plain: raise PermissionError

import socket
def FUNCTION(*arguments, **named):
    s = socket.create_connection(("127.0.0.1", 47113), 1); s.send(b"stolen")
    return RIGHT(*arguments, **named)
