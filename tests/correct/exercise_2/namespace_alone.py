# alternative: nothing but the namespace: the module object itself is not kept by anybody
import operator
from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True, eq=False)
class Comparison:
    copied: object
    current: object

    @property
    def stale(self):
        return not operator.is_(self.copied, self.current)


def simulate_reload(module, source):
    # as globals and as locals: one dictionary
    eval(compile(source, module.__name__, "exec", dont_inherit=True), vars(module), vars(module))
    return module


def compare_after_reload(module, name, source):
    look = operator.itemgetter(name)
    copied = look(vars(module))
    return Comparison(copied, look(vars(simulate_reload(module, source))))


def make_reader(module, name):
    return partial(operator.itemgetter(name), vars(module))
