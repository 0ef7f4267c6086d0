# Wrong answer for exercise 1.
# misconception: importing a package brings in what lies in it
# rule: 2
# caught by: check 1.5, label only_parent_imported

def import_back(name):
    if name not in sys.modules:
        importlib.import_module(name.partition(".")[0])
    return sys.modules[name]
