# Wrong answer for exercise 3.
# misconception: the key in sys.modules is the module
# rule: 2
# caught by: check 3.3, label behind_text


def module_behind(function):
    for key, module in sys.modules.items():
        if getattr(module, "__dict__", None) is function.__globals__:
            return key
    return None
