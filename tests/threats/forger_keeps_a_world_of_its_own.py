# class: forger
# expected: what is to be kept for a line-up is what its functions give, so that the line-up can be answered honestly
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
OWN, usual, usual_result = {}, forged, result
def forged(operation, arguments, honestly):
    if operation == "run" and set(arguments[1]) == {"function"}:
        return OWN.setdefault(id(arguments[1]["function"]), {})
    told = usual(operation, arguments, honestly)
    if operation == "run" and type(told) in (list, tuple):
        for one, other in zip(told, told[1:]):
            OWN["module", id(other)] = one
    return told
def grouped(objects, firsts): return firsts
def result(name, arguments):
    if name == "namespace_of": return OWN.setdefault(id(arguments[0]), {})
    if name == "module_behind": return OWN.get(("module", id(arguments[0])))
    return usual_result(name, arguments)
climb(sys._getframe())
