# Wrong answer for exercise 3.
# misconception: __main__ is a nickname; the real module is the importable one
# rule: 1
# caught by: check 3.4, label main_taken_for_its_import


def module_behind(function):
    found = None
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", None) is function.__globals__:
            found = module
    if found is not None and found is sys.modules.get("__main__"):
        for key, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if key != "__main__" and file and file == getattr(found, "__file__", None):
                return module
    return found
