# alternative: bound methods, an inner function for the run, errors noted and raised again
import sys
from collections import namedtuple
from inspect import getattr_static

Comparison = namedtuple("Comparison", "copied current stale")


class Subject:
    """A module under reload."""

    def __init__(self, module):
        self.module = module
        self.failures = []

    def run(self, source):
        try:
            exec(compile(source, "<text>", "exec"), self.module.__dict__)
        except BaseException:
            self.failures.append(sys.exc_info()[0])
            raise
        finally:
            result = self.module
        return result

    def compare(self, name, source):
        views = [getattr_static(self.module, name)]
        self.run(source)
        views += [getattr_static(self.module, name)]
        return Comparison(*views, stale=len({id(view) for view in views}) == 2)


def simulate_reload(module, source):
    return Subject(module).run(source)


def compare_after_reload(module, name, source):
    return Subject(module).compare(name, source)


def make_reader(module, name):
    # A method keeps its object alive, and the object its module.
    class Reader(Subject):
        def read(self):
            return getattr(self.module, name)

    return Reader(module).read
