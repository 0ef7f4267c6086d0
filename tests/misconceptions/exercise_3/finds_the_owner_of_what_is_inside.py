# Wrong answer for exercise 3.
# misconception: the outermost function is a shell of the one inside
# rule: 5
# caught by: check 3.3, label behind_unwrapped

def module_behind(function):
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    space = function.__globals__
    owners = [e for e in list(sys.modules.values()) if getattr(e, "__dict__", None) is space]
    return owners[0] if owners else None
