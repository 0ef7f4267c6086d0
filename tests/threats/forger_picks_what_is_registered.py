# class: forger
# expected: of the objects in a line-up it names one that sys.modules holds
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
def choose(objects, result, others, firsts):
    held = [first for first in others if any(objects[first] is one for one in list(sys.modules.values()))]
    return (held or others)[0]
climb(sys._getframe())
