# alternative: callable objects, and an ExitStack that remembers how to undo
import sys
from contextlib import ExitStack, suppress
from types import ModuleType

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old", "file_deleted": "old", "rebound": "new", "copied_out": "old",
    "reloaded": "new", "forgotten": "old", "name_removed": "error",
    "run_as_script": "old", "left_out_of_all": "old",
}


class NamespaceOf:
    def __call__(self, function):
        return function.__getattribute__("__globals__")


class ModuleBehind:
    def __init__(self, look):
        self.look = look

    def owns(self, entry, namespace):
        return isinstance(entry, ModuleType) and vars(entry) is namespace

    def __call__(self, function):
        namespace = self.look(function)
        found = None
        for key in list(sys.modules):
            entry = sys.modules.get(key)
            if self.owns(entry, namespace):
                found = entry
        return found


class Experiment:
    def __call__(self, function, module, name):
        probe = object()
        with suppress(Exception), ExitStack() as undo:
            if name in vars(module):
                undo.callback(setattr, module, name, vars(module)[name])
            else:
                undo.callback(delattr, module, name)
            setattr(module, name, probe)
            return function() is probe
        return False


namespace_of = NamespaceOf()
module_behind = ModuleBehind(namespace_of)
follows_module = Experiment()

EXPLANATION: dict[str, str] = {
    "objects": "There is one dictionary with two owners: the module calls it __dict__, the function __globals__.",
    "evidence": "follows_module gives True for a function of the module and False for one with a default argument. "
    "name_removed gives an error: the lookup happens in the call.",
    "boundary": "It is about reading globals. What a module's file says now is another matter.",
}
CITES: tuple[str, ...] = ("follows_module", "name_removed", "file_edited")
