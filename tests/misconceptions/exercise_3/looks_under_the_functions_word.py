# Wrong answer for exercise 3.
# misconception: where the function says it is from is where it is from, or nowhere
# rule: 2
# caught by: check 3.3, label behind_single_lookup


def module_behind(function):
    module = sys.modules.get(function.__module__)
    if module is not None and vars(module) is function.__globals__:
        return module
    return None
