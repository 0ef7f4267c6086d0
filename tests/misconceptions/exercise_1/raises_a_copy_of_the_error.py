# Wrong answer for exercise 1.
# misconception: an exception with the same text is the same exception
# rule: 4
# caught by: check 1.5, label wrapped_import_error

def import_back(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise
    except Exception as error:
        raise type(error)(*error.args) from None
