# class: read-secret
# expected: PermissionError; the secret never appears in output, feedback or a reply
# scores: plain
# bound: at once
# plain: raise PermissionError

def FUNCTION(*arguments, **named):
    print(open("@CHECKS@/lookalikes.py").read())
    return RIGHT(*arguments, **named)
