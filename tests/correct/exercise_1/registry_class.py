# alternative: a class with callable instances, bound to the four names
import importlib
import sys
from contextlib import suppress
from types import ModuleType


class Registry:
    """The cache that import uses, looked at anew in each call."""

    @property
    def entries(self):
        return sys.modules

    def holds(self, module):
        return self.entries.get(module.__name__) is module


class Builder(Registry):
    def __call__(self, name, values):
        if name in self.entries:
            raise ValueError(f"taken: {name}")
        module = ModuleType(name)
        namespace = module.__dict__
        namespace |= values
        self.entries.__setitem__(name, module)
        return self.entries[name]


class Forgetter(Registry):
    def __call__(self, module):
        if self.holds(module):
            with suppress(KeyError):
                del self.entries[module.__name__]


class Same:
    def __call__(self, first, second):
        return len({id(first), id(second)}) == 1


build_and_register = Builder()
import_back = importlib.import_module
same_module = Same()
forget = Forgetter()
