# Wrong answer for exercise 3.
# misconception: each file has one module, so later entries replace earlier ones
# rule: 1
# caught by: check 3.4, label behind_ignores_main


def module_behind(function):
    by_file = {}
    for key, module in list(sys.modules.items()):
        by_file[getattr(module, "__file__", None) or ("no file", key)] = module
    for module in by_file.values():
        if getattr(module, "__dict__", None) is function.__globals__:
            return module
    return None
