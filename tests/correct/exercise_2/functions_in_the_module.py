# alternative: function objects whose globals are the module's dictionary, for the reload and for the reader
import operator
from types import FunctionType
from typing import NamedTuple


class Comparison(NamedTuple):
    copied: object
    current: object
    stale: bool


def simulate_reload(module, source):
    # Module code uses its globals as locals, also when a function object carries it.
    code = compile(source, "<reload>", "exec", dont_inherit=True)
    top_level = FunctionType(code, module.__dict__)
    top_level()
    return module


def compare_after_reload(module, name, source):
    look = operator.attrgetter(name)
    copied = look(module)
    simulate_reload(module, source)
    return Comparison(copied=copied, current=look(module), stale=operator.is_not(copied, look(module)))


def make_reader(module, name):
    # A one-expression function that lives in the module: its global lookup happens per call.
    return FunctionType(compile(name, "<reader>", "eval"), module.__dict__)
