# class: forger
# expected: of the objects in a line-up it names one to which the arguments of the last call lead
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
import gc
def choose(objects, result, others, firsts):
    near = list(GIVEN.get(id(objects[result]), CALLS[-1][1]))
    for _ in range(2): near += gc.get_referents(*near)
    ids = {id(one) for one in near}
    return ([first for first in others if id(objects[first]) in ids] or others)[0]
climb(sys._getframe())
