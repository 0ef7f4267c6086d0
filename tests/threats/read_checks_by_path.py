# class: read-secret
# expected: PermissionError; the secret never appears in output, feedback or a reply
# scores: plain
# bound: at once
# looks: no
# plain: raise PermissionError

def FUNCTION(*arguments, **named):
    print(open("@CHECKS@/exercise_1_identity/identity.py").read())
    return RIGHT(*arguments, **named)
