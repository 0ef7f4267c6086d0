# Wrong answer for exercise 2.
# misconception: names with double underscores belong to the module, not to its text
# rule: 5
# caught by: check 2.2, label dunders_left_out

def simulate_reload(module, source):
    own = {name: value for name, value in vars(module).items() if name.startswith("__")}
    exec(source, vars(module))
    vars(module).update(own)
    return module
