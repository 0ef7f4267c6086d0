# class: forger
# expected: in the table the result is replaced by the object that was kept last before the call
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
frame = sys._getframe()
while frame and "self" not in frame.f_locals: frame = frame.f_back
TABLE = frame.f_locals["self"].values.objects if frame else {}
def grouped(objects, firsts):
    kept = [TABLE[number] for number in sorted(TABLE) if number < 0 and not any(TABLE[number] is one for one in RESULTS)]
    swapped = [kept[0] if kept and any(one is other for other in RESULTS) else one for one in objects]
    return [next(place for place, other in enumerate(swapped) if other is one) for one in swapped]
climb(sys._getframe())
