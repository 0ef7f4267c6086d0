# alternative: __new__ and __init__ by hand, setattr, __import__ with a fromlist, operator.is_, a scan for the key
import operator
import sys
from types import ModuleType


def build_and_register(name, values):
    if sys.modules.get(name, values) is not values:
        raise ValueError(f"somebody else is {name}")
    module = ModuleType.__new__(ModuleType)
    ModuleType.__init__(module, name, None)
    for key, value in values.items():
        setattr(module, key, value)
    sys.modules.update({name: module})
    return module


def import_back(name):
    # With a fromlist, __import__ returns the last module of a dotted name. __name__ is bound
    # in every module, so nothing further is imported for it.
    return __import__(name, fromlist=("__name__",))


same_module = operator.is_


def forget(module):
    mine = [key for key, entry in sys.modules.items() if entry is module and key == module.__name__]
    for key in mine:
        sys.modules.pop(key)
