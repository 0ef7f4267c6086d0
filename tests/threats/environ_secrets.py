# class: read-secret
# expected: environment holds no secrets: started with a minimal env
# scores: full
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import os
print(dict(os.environ))
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
