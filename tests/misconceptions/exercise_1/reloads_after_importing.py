# Wrong answer for exercise 1.
# misconception: an import may be out of date, so it is reloaded
# rule: 4
# caught by: check 1.5, label ran_again

def import_back(name):
    module = importlib.import_module(name)
    return importlib.reload(module) if getattr(module, "__file__", None) else module
