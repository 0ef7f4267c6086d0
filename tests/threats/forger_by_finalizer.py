# class: forger
# expected: an object that the machinery drops runs code there
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
class Dropped:
    def __del__(self): climb(sys._getframe(1))
def leave(*_): here = Dropped()
TRICKS.append(leave)
