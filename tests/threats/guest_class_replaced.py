# class: integrity
# expected: another class in place of the machinery's
# scores: nothing
# bound: at once
# told: line_disturbed interpreter_ended load_ended load_error interpreter_broken

import sys
def machinery():
    frame = sys._getframe()
    while frame:
        found = frame.f_locals.get("self")
        if type(found).__name__ == "Guest":
            return found, frame
        frame = frame.f_back
found = machinery()[0]
class Guest:
    def __getattribute__(self, name): return lambda *rest: True
found.__class__ = Guest
