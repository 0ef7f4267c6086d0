# Wrong answer for exercise 3.
# misconception: a script has a namespace and is no module
# rule: 1
# caught by: check 3.4, label none


def module_behind(function):
    if function.__module__ == "__main__":
        return function.__globals__
    for entry in list(sys.modules.values()):
        if getattr(entry, "__dict__", None) is function.__globals__:
            return entry
    return None
