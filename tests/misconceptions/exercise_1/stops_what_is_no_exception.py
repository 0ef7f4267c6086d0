# Wrong answer for exercise 1.
# misconception: what is not an Exception is no error of the import
# rule: 4
# caught by: check 1.5, label swallowed_import_error

def import_back(name):
    try:
        return importlib.import_module(name)
    except Exception:
        raise
    except BaseException:
        return None
