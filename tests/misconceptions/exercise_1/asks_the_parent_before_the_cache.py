# Wrong answer for exercise 1.
# misconception: the attribute of the parent is the module, and the cache a second choice
# rule: 2
# caught by: check 1.4, label attribute_of_parent

def import_back(name):
    above, _, last = name.rpartition(".")
    found = getattr(sys.modules.get(above), last, None) if above else None
    return importlib.import_module(name) if found is None else found
