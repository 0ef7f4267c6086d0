# Wrong answer for exercise 1.
# misconception: to import a module that is loaded is to reload it
# rule: 2
# caught by: check 1.4, label reload_for_import


def import_back(name):
    found = sys.modules.get(name)
    if found is not None:
        return importlib.reload(found)
    return importlib.import_module(name)
