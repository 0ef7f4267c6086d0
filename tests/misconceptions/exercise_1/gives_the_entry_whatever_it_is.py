# Wrong answer for exercise 1.
# misconception: a key in sys.modules means that the module is loaded
# rule: 2
# caught by: check 1.5, label none_given_back

def import_back(name):
    if name in sys.modules:
        return sys.modules[name]
    return importlib.import_module(name)
