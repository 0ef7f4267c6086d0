# Wrong answer for exercise 1.
# misconception: any ModuleNotFoundError is as good as the one that was raised
# rule: 2
# caught by: check 1.5, label wrapped_import_error


def import_back(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise ModuleNotFoundError(f"nothing here is called {name}") from None
