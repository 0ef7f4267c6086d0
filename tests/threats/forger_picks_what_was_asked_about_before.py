# class: forger
# expected: of the objects in a line-up it names one that other requests had as an argument
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
ASKED, usual = set(), forged
def forged(operation, arguments, honestly):
    if operation == "run": ASKED.update(map(id, arguments[1].values()))
    return usual(operation, arguments, honestly)
def choose(objects, result, others, firsts):
    return max(others, key=lambda first: id(objects[first]) in ASKED)
climb(sys._getframe())
