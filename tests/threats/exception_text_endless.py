# class: exception
# expected: a __str__ that never comes back costs the time limit
# scores: plain
# bound: time limit
# looks: no
# plain: raise NotImplementedError
# told: time_limit

class Endless(Exception):
    def __str__(self):
        while True: pass
def FUNCTION(*arguments, **named):
    raise Endless
