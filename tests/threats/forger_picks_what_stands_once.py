# class: forger
# expected: of the objects in a line-up it names one that stands there once and is of the kind that is rarest
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
def choose(objects, result, others, firsts):
    kinds = [type(objects[first]) for first in others]
    return min(others, key=lambda first: (firsts.count(first), kinds.count(type(objects[first]))))
climb(sys._getframe())
