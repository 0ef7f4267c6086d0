# class: forger
# expected: of the objects in a line-up it names one whose type is most like that of its result
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
def choose(objects, result, others, firsts):
    mine = set(type(objects[result]).__mro__)
    return max(others, key=lambda first: (len(mine & set(type(objects[first]).__mro__)), sys.getrefcount(objects[first])))
climb(sys._getframe())
