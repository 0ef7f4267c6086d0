# alternative: descriptors instead of attributes, identity map of the cache, the whole namespace saved and restored
import sys
import types

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
    "run_as_script": "old",
    "left_out_of_all": "old",
}

_GLOBALS = types.FunctionType.__dict__["__globals__"]
_NAMESPACE = types.ModuleType.__dict__["__dict__"]


def namespace_of(function):
    return _GLOBALS.__get__(function, types.FunctionType)


def module_behind(function):
    owners = {}
    for entry in tuple(sys.modules.values()):
        if issubclass(type(entry), types.ModuleType):
            owners[id(_NAMESPACE.__get__(entry))] = entry
    return owners.get(id(namespace_of(function)))


def follows_module(function, module, name):
    namespace = _NAMESPACE.__get__(module)
    saved = namespace.copy()
    namespace[name] = witness = [object()]
    try:
        result = function()
    except Exception:
        result = NotImplemented
    finally:
        for key in namespace.keys() - saved.keys():
            del namespace[key]
        namespace.update(saved)
    return result is witness


EXPLANATION: dict[str, str] = {
    "objects": "def binds a name to a function; the function holds the dictionary that its module owns.",
    "evidence": "namespace_of gives that dictionary by identity, and rebound shows that the next call reads it.",
    "boundary": "It does not tell which module object other code has; for that, sys.modules has to be read.",
}
CITES: tuple[str, ...] = ("namespace_of", "rebound")
