# Wrong answer for exercise 1.
# misconception: only a missing module is an error; one that fails is no module
# rule: 4
# caught by: check 1.5, label swallowed_import_error


def import_back(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise
    except Exception as error:
        print(f"{name} does not work: {error}")
        return None
