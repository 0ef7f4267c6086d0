# class: process
# expected: value graded; the grader never waits for interpreter shutdown
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import threading, time
threading.Thread(target=time.sleep, args=(10 ** 6,)).start()
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
