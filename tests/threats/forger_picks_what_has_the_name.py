# class: forger
# expected: of the objects in a line-up it names one whose name the last call was given
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
def choose(objects, result, others, firsts):
    given = [getattr(one, "__name__", one) for one in GIVEN.get(id(objects[result]), CALLS[-1][1])] + [getattr(one, "__module__", one) for one in GIVEN.get(id(objects[result]), CALLS[-1][1])]
    return max(others, key=lambda first: getattr(objects[first], "__name__", None) in [one for one in given if type(one) is str])
climb(sys._getframe())
