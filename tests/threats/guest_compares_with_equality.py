# class: integrity
# expected: two look-alikes that are called equal by name are no object twice
# scores: nothing
# bound: at once
# told: line_disturbed

import sys
def machinery():
    frame = sys._getframe()
    while frame:
        found = frame.f_locals.get("self")
        if type(found).__name__ == "Guest":
            return found, frame
        frame = frame.f_back
def by_name(self, objects):
    names = [getattr(one, "__name__", one) for one in objects]
    return [names.index(name) for name in names]
type(machinery()[0]).groups = by_name
