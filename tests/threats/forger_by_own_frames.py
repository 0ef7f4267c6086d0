# class: forger
# expected: the machinery called the code of the file
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
climb(sys._getframe())
