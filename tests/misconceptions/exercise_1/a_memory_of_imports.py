# Wrong answer for exercise 1.
# misconception: a dictionary beside sys.modules saves the second look
# rule: 2
# caught by: check 1.4, label import_remembered

_IMPORTED = {}


def import_back(name):
    if name not in _IMPORTED:
        _IMPORTED[name] = importlib.import_module(name)
    return _IMPORTED[name]
