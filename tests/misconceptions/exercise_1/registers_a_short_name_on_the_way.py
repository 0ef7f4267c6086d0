# Wrong answer for exercise 1.
# misconception: who imports a submodule may want it by its last part
# rule: 2
# caught by: check 1.4, label none

def import_back(name):
    module = importlib.import_module(name)
    sys.modules.setdefault(name.rpartition(".")[2], module)
    return module
