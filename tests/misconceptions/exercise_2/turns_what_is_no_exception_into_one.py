# Wrong answer for exercise 2.
# misconception: whatever is raised has to be an Exception
# rule: 4
# caught by: check 2.5, label wrapped

def simulate_reload(module, source):
    try:
        exec(source, module.__dict__)
    except Exception:
        raise
    except BaseException as error:
        raise ImportError(module.__name__) from error
    return module
