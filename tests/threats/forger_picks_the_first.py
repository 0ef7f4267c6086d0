# class: forger
# expected: of the objects in a line-up it names the first
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
def choose(objects, result, others, firsts): return others[0]
climb(sys._getframe())
