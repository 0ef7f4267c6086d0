# Wrong answer for exercise 3.
# misconception: a key in sys.modules leads to a module object
# rule: 2
# caught by: check 3.5, label behind_stumbles

def module_behind(function):
    space = function.__globals__
    if function.__module__ in sys.modules and vars(sys.modules[function.__module__]) is space:
        return sys.modules[function.__module__]
    for entry in list(sys.modules.values()):
        if getattr(entry, "__dict__", None) is space:
            return entry
    return None
