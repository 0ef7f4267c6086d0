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
real = guest.groups
def groups(self, objects):
    made = {id(one): one for one in sys.modules.values() if id(one) not in known}
    first = next((one for one in objects if id(one) in made), None)
    return real(self, [first if id(one) in made else one for one in objects])
guest.groups = groups
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
