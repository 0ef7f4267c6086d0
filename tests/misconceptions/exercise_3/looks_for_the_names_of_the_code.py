# Wrong answer for exercise 3.
# misconception: a module that has the names a function mentions is its module
# rule: 2
# caught by: check 3.3, label behind_by_contained_names

def module_behind(function):
    mentioned = function.__code__.co_names
    for entry in list(sys.modules.values()):
        if isinstance(entry, ModuleType) and all(name in vars(entry) for name in mentioned):
            return entry
    return None
