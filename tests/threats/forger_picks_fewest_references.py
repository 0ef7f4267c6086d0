# class: forger
# expected: of the objects in a line-up it names the one to which fewest others refer
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
def choose(objects, result, others, firsts):
    return min(others, key=lambda first: sys.getrefcount(objects[first]) - 2 * firsts.count(first))
climb(sys._getframe())
