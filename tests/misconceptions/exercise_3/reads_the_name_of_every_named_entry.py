# Wrong answer for exercise 3.
# misconception: what stands in sys.modules under a module's name has a __name__
# rule: 2
# caught by: check 3.5, label behind_stumbles

def module_behind(function):
    named = sys.modules.get(function.__module__, sys)
    candidates = [named.__spec__ and named, *sys.modules.values()]
    for entry in candidates:
        if getattr(entry, "__dict__", None) is function.__globals__:
            return entry
    return None
