# class: forger
# expected: a profile function is called in every frame
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
sys.setprofile(lambda frame, *_: climb(frame))
