# Wrong answer for exercise 1.
# misconception: an import asks for the name under which it is installed, with dashes
# rule: 2
# caught by: check 1.5, label none


def import_back(name):
    if name in sys.modules:
        return sys.modules[name]
    return importlib.import_module(name.replace("_", "-"))
