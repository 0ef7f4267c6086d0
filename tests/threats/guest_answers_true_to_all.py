# class: integrity
# expected: one answer to every question is wrong about the controls
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
type(machinery()[0].values).returned = lambda self, *_: '{"k":"returned","o":["h",0,"builtins","bool",null,null,"object"],"v":true,"line":null}'
