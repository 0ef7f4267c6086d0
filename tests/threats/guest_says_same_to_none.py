# class: integrity
# expected: contradicts what the host knows about its own objects; nothing is believed
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
type(machinery()[0]).groups = lambda self, objects: list(range(len(objects)))
