# class: forger
# expected: of the objects in a line-up it names the last
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
def choose(objects, result, others, firsts): return others[-1]
climb(sys._getframe())
