# Wrong answer for exercise 2.
# misconception: docstrings are for readers of the file
# rule: 5
# caught by: check 2.2, label docstring_left_out

def simulate_reload(module, source):
    exec(compile(source, module.__name__, "exec", dont_inherit=True, optimize=2), vars(module))
    return module
