# alternative: attrgetter, next over a generator, mock.patch.object for the experiment
import operator
import sys
from types import ModuleType
from unittest import mock

PREDICTIONS = {
    "left_out_of_all": "old",
    "run_as_script": "old",
    "name_removed": "error",
    "forgotten": "old",
    "reloaded": "new",
    "copied_out": "old",
    "rebound": "new",
    "file_deleted": "old",
    "file_edited": "old",
}

namespace_of = operator.attrgetter("__globals__")


def module_behind(function):
    modules = (entry for entry in [*sys.modules.values()] if isinstance(entry, ModuleType))
    return next((entry for entry in modules if entry.__dict__ is namespace_of(function)), None)


def follows_module(function, module, name):
    probe = type("Probe", (), {})()
    with mock.patch.object(module, name, probe, create=True):
        try:
            answer = function()
        except Exception:
            answer = None
    return answer is probe


EXPLANATION = {
    "objects": "A function object, the dictionary in its __globals__, and the module object that owns it.",
    "evidence": "follows_module: the function gives back the object that I bound in the module. "
    "reloaded: the old function gives the new value, because the reload filled the same dictionary.",
    "boundary": "It ends at global lookups. Defaults and closures hold values of their own.",
}
CITES = ("reloaded", "follows_module")
