# Wrong answer for exercise 3.
# misconception: the file that runs as a script has one module, which is `__main__`
# rule: 1
# caught by: check 3.4, label none


def module_behind(function):
    main = getattr(sys.modules["__main__"], "__file__", "")
    for key, entry in list(sys.modules.items()):
        space = getattr(entry, "__dict__", None)
        if space is function.__globals__:
            copied = main and key != "__main__" and space.get("__file__") == main
            return None if copied else entry
    return None
