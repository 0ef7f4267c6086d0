# Wrong answer for exercise 1.
# misconception: sys.modules[name] is the whole of import
# rule: 2
# caught by: check 1.5, label cache_lookup_only


def import_back(name):
    return sys.modules[name]
