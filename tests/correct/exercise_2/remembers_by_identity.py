# alternative: caches, each under a key that names one object: code by its text, readers by the module itself
import functools
import types


def Comparison(copied, current):
    return types.SimpleNamespace(copied=copied, current=current, stale=current is not copied)


@functools.lru_cache(maxsize=32)
def compiled(source):
    return compile(source, "<reload>", "exec", dont_inherit=True)


def simulate_reload(module, source):
    exec(compiled(source), vars(module))
    return module


def compare_after_reload(module, name, source):
    before = vars(module).copy()
    simulate_reload(module, source)
    return Comparison(before[name], vars(module)[name])


_readers = {}


def make_reader(module, name):
    if (module, name) not in _readers:
        _readers[module, name] = lambda: getattr(module, name)
    return _readers[module, name]
