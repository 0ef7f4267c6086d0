# Wrong answer for exercise 3.
# misconception: what lies in sys.modules is a module
# rule: 2
# caught by: check 3.3, label behind_stumbles


def module_behind(function):
    for entry in list(sys.modules.values()):
        if entry.__dict__ is function.__globals__:
            return entry
    return None
