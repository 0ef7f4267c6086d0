# Wrong answer for exercise 1.
# misconception: sys.modules is asked first, and what it gives is the answer
# rule: 2
# caught by: check 1.5, label none_given_back

def import_back(name):
    try:
        return sys.modules[name]
    except KeyError:
        return importlib.import_module(name)
