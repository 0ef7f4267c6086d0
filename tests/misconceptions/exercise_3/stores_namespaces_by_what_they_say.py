# Wrong answer for exercise 3.
# misconception: `__name__` in a namespace tells it from all others
# rule: 2
# caught by: check 3.2, label namespace_remembered

_SEEN = []


def namespace_of(function):
    mine = function.__globals__
    for seen in _SEEN:
        if seen["__name__"] == mine["__name__"]:
            return seen
    _SEEN.append(mine)
    return mine
