# class: forger
# expected: a key of sys.modules compares itself in the frame that looks for another
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
class Key(str):
    def __hash__(self): return str.__hash__(self)
    def __eq__(self, other): climb(sys._getframe(1)); return False
def lay(*arguments):
    for name in [getattr(value, "__name__", value) for value in arguments]:
        if type(name) is str: sys.modules[Key(name)] = None
TRICKS.append(lay)
