# class: forger
# expected: the machinery is among the objects that the collector of garbage knows
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
import gc
for found in gc.get_objects():
    kind = found if type(found) is type else type(found)
    if hasattr(kind, "run") and hasattr(kind, "load"): install(kind)
