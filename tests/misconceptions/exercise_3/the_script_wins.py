# Wrong answer for exercise 3.
# misconception: a script that imports itself gets itself back
# rule: 1
# caught by: check 3.4, label behind_by_file


def module_behind(function):
    main = sys.modules.get("__main__")
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", None) is function.__globals__:
            file = getattr(module, "__file__", None)
            if file and file == getattr(main, "__file__", None):
                return main
            return module
    return None
