# Wrong answer for exercise 1.
# misconception: a failed import is a failed look-up, so KeyError says it better
# rule: 2
# caught by: check 1.5, label wrapped_import_error


def import_back(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise KeyError(name) from error
