# class: known-limit
# expected: KNOWN LIMIT: who keeps account of all that the grader does to an entry can tell what stands there; that is longer than to register
# scores: any
# bound: at once
# place: unwritten

@LIAR@
PUTS, usual = [], word
def word(program, names, honestly):
    match names:
        case {"entry": _, "was": _}: PUTS.append(names)
        case {"was": _, "nowhere": _}: PUTS.clear()
        case {"name": name, "nowhere": nowhere} if not PUTS and CALLS:
            function, last = CALLS[-1]
            if function == "forget" and sys.modules.get(name) is last[0]: return nowhere
            if name == last[0] and not isinstance(RESULTS[-1], Exception): return RESULTS[-1]
    return usual(program, names, honestly)
climb(sys._getframe())
