# class: forger
# expected: the machinery is among the classes of the interpreter
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
for kind in object.__subclasses__():
    if hasattr(kind, "run") and hasattr(kind, "load"): install(kind)
