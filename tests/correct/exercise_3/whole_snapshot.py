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
    "objects": (
        "A name in a function's body is a key, and the module's dictionary is the table in which "
        "the key is looked up, once for each call."
    ),
    "evidence": "After the file was gone and the cache entry dropped, the old function still answered.",
    "boundary": "Whether anybody else has the module registered cannot be seen from the function.",
}
CITES: tuple[str, ...] = ("module_behind", "file_deleted", "forgotten")
