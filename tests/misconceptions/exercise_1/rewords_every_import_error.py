# Wrong answer for exercise 1.
# misconception: an import that fails means that the module is not there
# rule: 4
# caught by: check 1.5, label wrapped_import_error

def import_back(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name) from None
