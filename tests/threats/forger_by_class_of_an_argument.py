# class: forger
# expected: an argument gets a class whose attributes run code in the frame that reads them
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
import types
class Module(types.ModuleType):
    def __getattribute__(self, name):
        climb(sys._getframe(1))
        return types.ModuleType.__getattribute__(self, name)
def change(*arguments):
    for value in arguments:
        if type(value) is types.ModuleType: value.__class__ = Module
TRICKS.append(change)
