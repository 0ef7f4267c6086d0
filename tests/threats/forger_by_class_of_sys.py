# class: forger
# expected: the module sys gets a class whose attributes run code in the frame that reads them
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
import types
frame = sys._getframe
class Sys(types.ModuleType):
    @property
    def stdlib_module_names(self): climb(frame(1)); return frozenset()
    @property
    def base_prefix(self): climb(frame(1)); return "/"
    def __getattribute__(self, name):
        climb(frame(1))
        return object.__getattribute__(self, name)
sys.__class__ = Sys
