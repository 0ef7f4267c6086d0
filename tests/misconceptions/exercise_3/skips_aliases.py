# Wrong answer for exercise 3.
# misconception: an entry whose key is not its name is not a registration
# rule: 2
# caught by: check 3.3, label behind_skips_aliases


def module_behind(function):
    for key, module in list(sys.modules.items()):
        if getattr(module, "__name__", None) != key:
            continue
        if module.__dict__ is function.__globals__:
            return module
    return None
