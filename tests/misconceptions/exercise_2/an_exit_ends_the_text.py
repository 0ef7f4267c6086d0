# Wrong answer for exercise 2.
# misconception: SystemExit means that the text is done
# rule: 4
# caught by: check 2.5, label swallowed

def simulate_reload(module, source):
    try:
        exec(source, module.__dict__)
    except SystemExit:
        pass
    return module
