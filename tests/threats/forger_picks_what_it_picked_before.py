# class: forger
# expected: of the objects in a line-up it names one that it has named before
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
NAMED = []
def choose(objects, result, others, firsts):
    again = [first for first in others if any(objects[first] is one for one in NAMED)]
    NAMED.append(objects[(again or others)[0]])
    return (again or others)[0]
climb(sys._getframe())
