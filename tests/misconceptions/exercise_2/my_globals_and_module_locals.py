# Wrong answer for exercise 2.
# misconception: exec always wants my globals() as its second argument
# rule: 5
# caught by: check 2.2, label functions_elsewhere


def simulate_reload(module, source):
    exec(source, globals(), vars(module))
    return module
