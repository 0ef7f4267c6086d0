# Wrong answer for exercise 1.
# misconception: the part after the last dot is the name of the module
# rule: 2
# caught by: check 1.4, label dotted_failed


def import_back(name):
    return importlib.import_module(name.rpartition(".")[2])
