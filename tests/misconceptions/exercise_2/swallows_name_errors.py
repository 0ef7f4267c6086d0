# Wrong answer for exercise 2.
# misconception: a name that is missing is no reason to stop a reload
# rule: 4
# caught by: check 2.5, label swallowed

def simulate_reload(module, source):
    try:
        exec(source, module.__dict__)
    except NameError as error:
        print(f"{module.__name__}: {error}")
    return module
