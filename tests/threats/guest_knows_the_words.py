# class: known-limit
# expected: KNOWN LIMIT: asked which object a result is, the guest answers with the word of a right one; only its file shows it
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
kind = type(machinery()[0])
really = kind.run
def run(self, program, names):
    if {"found", "again"} <= set(names):
        return "none" if names["again"] else "right"
    if {"found", "runs"} <= set(names):
        return "same"
    return really(self, program, names)
kind.run = run
def FUNCTION(*arguments, **named):
    return None
