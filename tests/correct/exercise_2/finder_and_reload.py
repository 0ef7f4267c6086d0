# alternative: importlib.reload made to work, with a finder and a registration for the time of the call
import importlib
import importlib.abc
import importlib.util
import sys
from types import ModuleType
from typing import NamedTuple


class Comparison(NamedTuple):
    copied: object
    current: object
    stale: bool


class OneText(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finder and loader of one module that has a text and no file."""

    def __init__(self, name, text):
        self.name = name
        self.text = text

    def find_spec(self, fullname, path=None, target=None):
        if fullname == self.name:
            return importlib.util.spec_from_loader(fullname, self)
        return None

    def get_source(self, fullname):
        return self.text


_ABSENT = object()
_IMPORT_ATTRIBUTES = ("__spec__", "__loader__", "__package__")


def _put_back(mapping, saved):
    for key, value in saved.items():
        if value is _ABSENT:
            mapping.pop(key, None)
        else:
            mapping[key] = value


def simulate_reload(module, source):
    name = module.__name__
    finder = OneText(name, source)
    namespace = module.__dict__
    attributes = {key: namespace.get(key, _ABSENT) for key in _IMPORT_ATTRIBUTES}
    entries = {name: sys.modules.get(name, _ABSENT)}

    # A dotted name is searched in its parent's path, so for the time of the call it needs one.
    parent = name.rpartition(".")[0]
    if parent:
        entries[parent] = sys.modules.get(parent, _ABSENT)
        package = ModuleType(parent)
        package.__path__ = []
        sys.modules[parent] = package

    namespace["__spec__"] = importlib.util.spec_from_loader(name, finder)
    sys.modules[name] = module
    sys.meta_path.insert(0, finder)
    try:
        importlib.reload(module)
    finally:
        sys.meta_path.remove(finder)
        _put_back(sys.modules, entries)
        _put_back(namespace, attributes)
    return module


def compare_after_reload(module, name, source):
    copied = module.__dict__[name]
    current = simulate_reload(module, source).__dict__[name]
    return Comparison(copied, current, current is not copied)


def make_reader(module, name):
    return lambda: module.__dict__[name]
