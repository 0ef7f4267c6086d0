# Wrong answer for exercise 3.
# misconception: a module can only be registered under the name that it has
# rule: 2
# caught by: check 3.3, label behind_skips_aliases


def module_behind(function):
    module = sys.modules.get(function.__globals__.get("__name__"))
    if module is not None and vars(module) is function.__globals__:
        return module
    return None
