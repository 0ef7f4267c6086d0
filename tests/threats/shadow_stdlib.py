# class: source
# expected: FAIL with hint "your file random.py hides the standard module" where it applies; isolated mode keeps cwd off sys.path
# scores: full
# bound: at once
# looks: no
# plain: return RIGHT(*arguments, **named)

import random, json
random.seed(1)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
