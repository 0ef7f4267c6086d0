# Wrong answer for exercise 2.
# misconception: there is one reader for each name of each module name
# rule: none
# caught by: check 2.8, label readers_share

_READERS = {}


def make_reader(module, name):
    key = (module.__name__, name)
    if key not in _READERS:
        _READERS[key] = lambda: getattr(module, name)
    return _READERS[key]
