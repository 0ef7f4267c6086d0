# class: forger
# expected: the dictionary of a built-in type can be had and changed
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
import gc
space = gc.get_referents(str.__dict__)[0]
def encode(self, *arguments, really=space["encode"]):
    climb(sys._getframe(1))
    return really(self, *arguments)
space["encode"] = encode
sys._clear_type_cache()
