# Wrong answer for exercise 3.
# misconception: a module that has a function of this name is its module
# rule: 2
# caught by: check 3.3, label behind_by_contained_names

def module_behind(function):
    for entry in list(sys.modules.values()):
        if hasattr(entry, function.__name__):
            return entry
    return None
