# class: known-limit
# expected: KNOWN LIMIT: told apart from the controls by what it has seen, a lie about its own objects is an answer like another; never worth more than a right one
# scores: any
# bound: at once

import sys
def machinery():
    frame = sys._getframe()
    while frame:
        found = frame.f_locals.get("self")
        if type(found).__name__ == "Guest":
            return found, frame
        frame = frame.f_back
known = set(map(id, sys.modules.values()))
guest = type(machinery()[0])
real = guest.same
guest.same = lambda self, a, b: True if a in sys.modules.values() and id(a) not in known else real(self, a, b)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
