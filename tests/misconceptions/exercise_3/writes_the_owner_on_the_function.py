# Wrong answer for exercise 3.
# misconception: an answer can be kept where it was found
# rule: 2
# caught by: check 3.5, label behind_remembered

def module_behind(function):
    found = getattr(function, "_owner", None)
    if found is None:
        for entry in list(sys.modules.values()):
            if getattr(entry, "__dict__", None) is function.__globals__:
                found = function._owner = entry
                break
    return found
