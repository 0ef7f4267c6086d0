# Wrong answer for exercise 1.
# misconception: the package stands for what lies in it
# rule: 2
# caught by: check 1.5, label only_parent_imported

def import_back(name):
    return importlib.import_module(name if name in sys.modules else name.split(".")[0])
