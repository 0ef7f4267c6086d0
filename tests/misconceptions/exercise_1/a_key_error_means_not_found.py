# Wrong answer for exercise 1.
# misconception: a KeyError can only come from the look-up
# rule: 4
# caught by: check 1.5, label wrapped_import_error

def import_back(name):
    try:
        importlib.import_module(name)
        return sys.modules[name]
    except KeyError:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name) from None
