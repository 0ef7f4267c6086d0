# Wrong answer for exercise 3.
# misconception: a namespace without a module can be given one
# rule: 2
# caught by: check 3.5, label behind_built


def module_behind(function):
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", None) is function.__globals__:
            return module
    module = ModuleType(function.__globals__["__name__"])
    module.__dict__.update(function.__globals__)
    return module
