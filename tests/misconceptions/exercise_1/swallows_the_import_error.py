# Wrong answer for exercise 1.
# misconception: a module that is not there is None
# rule: 2
# caught by: check 1.5, label swallowed_import_error


def import_back(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None
