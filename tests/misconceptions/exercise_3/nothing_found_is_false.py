# Wrong answer for exercise 3.
# misconception: a search without a hit gives False
# rule: 2
# caught by: check 3.5, label none


def module_behind(function):
    for entry in list(sys.modules.values()):
        if getattr(entry, "__dict__", None) is function.__globals__:
            return entry
    return False
