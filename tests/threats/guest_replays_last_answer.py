# class: integrity
# expected: an old answer to a new question
# scores: nothing
# bound: at once
# told: line_disturbed interpreter_broken load_error

import sys
def machinery():
    frame = sys._getframe()
    while frame:
        found = frame.f_locals.get("self")
        if type(found).__name__ == "Guest":
            return found, frame
        frame = frame.f_back
guest = type(machinery()[0])
real, kept = guest.answer, []
def answer(self, operation, arguments, by_handle):
    if not kept: kept.append(real(self, operation, arguments, by_handle))
    return kept[0]
guest.answer = answer
