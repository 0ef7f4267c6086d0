# Wrong answer for exercise 1.
# misconception: a blocked import is an ImportError like any other
# rule: 2
# caught by: check 1.5, label wrapped_import_error

def import_back(name):
    if sys.modules.get(name, name) is None:
        raise ImportError(f"{name} is blocked", name=name)
    return importlib.import_module(name)
