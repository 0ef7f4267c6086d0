# Wrong answer for exercise 1.
# misconception: a submodule is an attribute of its package as soon as that is imported
# rule: 2
# caught by: check 1.5, label only_parent_imported

def import_back(name):
    if name in sys.modules:
        return importlib.import_module(name)
    top, *rest = name.split(".")
    module = importlib.import_module(top)
    for part in rest:
        module = getattr(module, part)
    return module
