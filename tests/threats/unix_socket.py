# class: network
# expected: refused (docker.sock, D-Bus, ssh-agent)
# scores: plain
# bound: at once
# plain: raise PermissionError

import socket
def FUNCTION(*arguments, **named):
    s = socket.socket(socket.AF_UNIX); s.connect("\0ag-threat"); s.send(b"stolen")
    return RIGHT(*arguments, **named)
