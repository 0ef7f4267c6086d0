# class: forger
# expected: of the objects in a line-up it names one whose number is next to that of an argument of the call
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
frame = sys._getframe()
while frame and "self" not in frame.f_locals: frame = frame.f_back
TABLE = frame.f_locals["self"].values.objects if frame else {}
def choose(objects, result, others, firsts):
    numbers = {id(one): number for number, one in TABLE.items()}
    given = GIVEN.get(id(objects[result]), CALLS[-1][1])
    here = numbers.get(id(given[0]) if given else 0, 0)
    return min(others, key=lambda first: abs(numbers.get(id(objects[first]), 999) - here))
climb(sys._getframe())
