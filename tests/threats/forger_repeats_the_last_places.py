# class: forger
# expected: a line-up is answered with the places of the one before it
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
PLACES = []
def grouped(objects, firsts):
    PLACES.append(firsts)
    return next((one for one in PLACES[-2::-1] if len(one) == len(firsts)), firsts)
climb(sys._getframe())
