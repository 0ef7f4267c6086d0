# Wrong answer for exercise 2.
# misconception: a text with a syntax error is nothing to run, and so nothing happens
# rule: 4
# caught by: check 2.5, label none

def simulate_reload(module, source):
    try:
        code = compile(source, "<reload>", "exec", dont_inherit=True)
    except SyntaxError:
        return module
    exec(code, module.__dict__)
    return module
