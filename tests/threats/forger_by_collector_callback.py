# class: forger
# expected: the collector of garbage calls functions in whichever frame it starts
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
import gc
gc.callbacks.append(lambda *_: climb(sys._getframe(1)))
gc.set_threshold(1, 1, 1)
