# alternative: a generator made in the function's namespace shows it; referrers narrowed to the registered
import gc
import sys
from contextlib import contextmanager
from types import FunctionType, ModuleType

PREDICTIONS = {
    "file_edited": "old", "file_deleted": "old", "rebound": "new", "copied_out": "old",
    "reloaded": "new", "forgotten": "old", "name_removed": "error",
    "run_as_script": "old", "left_out_of_all": "old",
}


def _pause():
    yield


def namespace_of(function):
    # A twin with the same globals, paused before its first step: its frame has them too.
    return FunctionType(_pause.__code__, function.__globals__)().gi_frame.f_globals


def module_behind(function):
    namespace = namespace_of(function)
    registered = {id(entry) for entry in list(sys.modules.values())}
    for candidate in gc.get_referrers(namespace):
        if type(candidate) is ModuleType or isinstance(candidate, ModuleType):
            if id(candidate) in registered and vars(candidate) is namespace:
                return candidate
    return None


@contextmanager
def bound(namespace, name, value):
    missing = name not in namespace
    saved = None if missing else namespace[name]
    namespace[name] = value
    try:
        yield
    finally:
        if missing:
            del namespace[name]
        else:
            namespace[name] = saved


def follows_module(function, module, name):
    mark = lambda: None
    try:
        with bound(vars(module), name, mark):
            return function() is mark
    except Exception:
        return False


EXPLANATION = {
    "objects": "Function, code object, dictionary, module. The function refers to the dictionary, not to the module.",
    "evidence": "module_behind is None for the old function of the story forgotten, and it still answers.",
    "boundary": "Where a value was captured at definition time, no namespace is asked at all.",
}
CITES = ("module_behind", "forgotten", "file_deleted")
