# Wrong answer for exercise 1.
# misconception: the first module of a name that is seen is the module
# rule: 2
# caught by: check 1.6, label remembers_earlier_calls

_SEEN = {}


def same_module(first, second):
    return _SEEN.setdefault(first.__name__, first) is second
