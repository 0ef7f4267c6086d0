# class: forger
# expected: of the objects in a line-up it names one that stands there more than once
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
def choose(objects, result, others, firsts): return max(others, key=firsts.count)
climb(sys._getframe())
