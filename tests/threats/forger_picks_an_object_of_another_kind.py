# class: forger
# expected: of the objects in a line-up it names one whose type no other of them has
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
def choose(objects, result, others, firsts):
    kinds = [type(objects[first]) for first in others]
    return min(others, key=lambda first: kinds.count(type(objects[first])))
climb(sys._getframe())
