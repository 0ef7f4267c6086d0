# Wrong answer for exercise 2.
# misconception: every exception has a message
# rule: 4
# caught by: check 2.5, label none


def simulate_reload(module, source):
    try:
        exec(source, vars(module))
    except RuntimeError:
        raise
    except Exception as error:
        print("reload failed:", error.message)
        raise
    return module
