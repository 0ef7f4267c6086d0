# class: forger
# expected: of the objects in a line-up it names one that the line-ups before did not have
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
SEEN = []
def choose(objects, result, others, firsts):
    new = [first for first in others if not any(objects[first] is one for one in SEEN)]
    SEEN.extend(objects)
    return (new or others)[0]
climb(sys._getframe())
