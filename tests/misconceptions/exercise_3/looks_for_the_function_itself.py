# Wrong answer for exercise 3.
# misconception: a module that has the function as an attribute is its module
# rule: 2
# caught by: check 3.3, label behind_by_attribute

def module_behind(function):
    for entry in list(sys.modules.values()):
        if getattr(entry, function.__name__, None) is function:
            return entry
    return None
