# Wrong answer for exercise 3.
# misconception: two namespaces with the same items are the same
# rule: 2
# caught by: check 3.3, label behind_by_equality


def module_behind(function):
    namespace = function.__globals__
    for module in list(sys.modules.values()):
        candidate = getattr(module, "__dict__", {})
        if len(candidate) != len(namespace):
            continue
        if all(key in candidate and candidate[key] is namespace[key] for key in namespace):
            return module
    return None
