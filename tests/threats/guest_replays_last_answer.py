# class: integrity
# expected: an old answer to a new question
# scores: written
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
real, kept = guest.answers, []
def answers(self, requests):
    if not kept: kept.append(real(self, requests))
    return kept[0]
guest.answers = answers
