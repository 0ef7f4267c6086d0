# Wrong answer for exercise 3.
# misconception: a script is a file, and no module
# rule: 1
# caught by: check 3.4, label behind_text


def module_behind(function):
    space = function.__globals__
    if space["__name__"] == "__main__":
        return space["__file__"]
    for entry in list(sys.modules.values()):
        if getattr(entry, "__dict__", None) is space:
            return entry
    return None
