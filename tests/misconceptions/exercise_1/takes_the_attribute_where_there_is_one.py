# Wrong answer for exercise 1.
# misconception: what the parent calls by that name is the submodule
# rule: 2
# caught by: check 1.4, label attribute_of_parent

def import_back(name):
    module = importlib.import_module(name)
    above, _, last = name.rpartition(".")
    if above in sys.modules and hasattr(sys.modules[above], last):
        return getattr(sys.modules[above], last)
    return module
