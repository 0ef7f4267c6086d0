# alternative: import_back walks the steps of the import system itself; the module is made by module_from_spec
import importlib
import importlib.util
import sys
from importlib.machinery import ModuleSpec


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = importlib.util.module_from_spec(ModuleSpec(name, None, origin="memory"))
    module.__dict__.update(zip(values.keys(), values.values(), strict=True))
    sys.modules[name] = module
    return module


def import_back(name):
    try:
        entry = sys.modules[name]
    except KeyError:
        pass
    else:
        if entry is None:
            raise ModuleNotFoundError(f"import of {name} is blocked", name=name)
        return entry
    spec = importlib.util.find_spec(name)  # imports the parent, if there is one
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return sys.modules[name]


def same_module(first, second):
    return module_number(first) == module_number(second)


def module_number(module):
    return id(module.__dict__)


def forget(module):
    key = next((key for key in list(sys.modules) if key == module.__name__), None)
    if key is not None and sys.modules[key] is module:
        sys.modules.pop(key, None)
