# Wrong answer for exercise 2.
# misconception: compiling a text puts it into effect
# rule: 4
# caught by: check 2.2, label text_not_run

def simulate_reload(module, source):
    module.__code__ = compile(source, module.__name__, "exec")
    return module
