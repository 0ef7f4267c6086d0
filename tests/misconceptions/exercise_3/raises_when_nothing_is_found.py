# Wrong answer for exercise 3.
# misconception: every function has a registered module, so a miss is an error
# rule: 2
# caught by: check 3.5, label behind_raises


def module_behind(function):
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", None) is function.__globals__:
            return module
    raise LookupError(f"no module for {function.__name__}")
