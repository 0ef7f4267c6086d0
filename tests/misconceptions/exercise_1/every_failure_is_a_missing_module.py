# Wrong answer for exercise 1.
# misconception: a file that fails is a module that cannot be imported, so the error should say that
# rule: 4
# caught by: check 1.5, label wrapped_import_error


def import_back(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        raise
    except Exception as error:
        raise ImportError(f"{name} does not work", name=name) from error
